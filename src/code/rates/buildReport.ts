import { assessRate, usualRates } from '../../domain/usualRates.ts';
import type { SourceText } from '../sourceText.ts';
import type { Framework, RateReport, RateSite } from '../rateSite.ts';
import type { Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { positionOf } from '../program/sourceOrder.ts';
import type { RateCollector } from './rateCollector.ts';
import type { NameUse } from './rateTrace.ts';
import { OptimizerAssignment } from './optimizerAssignment.ts';
import type { Program } from '../program/program.ts';
import type { SiteDraft } from './siteDraft.ts';
import { SurroundingsFinder } from './surroundings.ts';

/** If a rate is used with several frameworks, it belongs to the first of these. */
const FRAMEWORKS_BY_SPECIFICITY: readonly Framework[] = [
  'hf',
  'lightning',
  'optax',
  'tfjs',
  'keras',
  'torch',
  'config',
  'other',
];

const FRAMEWORK_IMPORTS: readonly (readonly [RegExp, Framework])[] = [
  [/^(pytorch_)?lightning\b/, 'lightning'],
  [/^(torch|torchvision|timm|fastai|accelerate|deepspeed)\b/, 'torch'],
  [/^(transformers|trl|diffusers|peft)\b/, 'hf'],
  [/^(optax|flax)\b/, 'optax'],
  [/^(keras|tensorflow|tf_keras)\b/, 'keras'],
  [/^@tensorflow\//, 'tfjs'],
];

/** Builds the report, in source order. */
export function buildReport(collected: RateCollector, program: Program, source: SourceText): RateReport {
  const fileFramework = frameworkOfFile(program, collected);
  const assignment = new OptimizerAssignment(collected, program);
  const surroundings = new SurroundingsFinder();

  /** @param optimizers those that it may belong to, the likeliest first */
  const siteOf = (
    { unit, start, end, value, name, part, role }: Omit<SiteDraft, 'attributions' | 'definingOptimizer' | 'uses'>,
    optimizers: readonly string[],
    framework: Framework,
    uses: Iterable<NameUse> = [],
  ): RateSite => {
    const [optimizer = null, ...others] = optimizers;
    // A schedule may start and end anywhere.
    const isJudged = part === 'base' || part === 'peak';
    const typical = isJudged ? usualRates({ optimizer, others, framework }) : null;
    return {
      text: source.textOf(unit, { start, end }),
      value,
      framework,
      optimizer,
      others,
      role,
      part,
      name,
      usedAt: [...uses].sort(compareDrafts).map((use) => source.rangeOf(use.unit, use)),
      ...surroundings.of(unit, start),
      assessment: assessRate(value, typical),
      typical,
      ...source.rangeOf(unit, { start, end }),
    };
  };
  const [onlyOptimizer = null, ...more] = assignment.programOptimizers;
  return {
    sites: collected.drafts.sort(compareDrafts).map((draft) => {
      const framework = FRAMEWORKS_BY_SPECIFICITY.find((one) =>
        draft.attributions.some((use) => use.framework === one),
      );
      return siteOf(draft, assignment.optimizersOf(draft), framework ?? fileFramework, draft.uses.values());
    }),
    defaults: [...collected.defaults].sort(compareDrafts).map(({ optimizer, framework, ...draft }) => {
      const role = framework === 'hf' ? 'config' : 'optimizer';
      return siteOf({ ...draft, role, part: 'base' }, optimizer === null ? [] : [optimizer], framework);
    }),
    schedules: [...collected.schedules].sort(compareDrafts).map(({ unit, start, end, entry, optimizer, settings }) => ({
      name: entry.name,
      framework: entry.framework,
      effect: entry.effect,
      optimizer: optimizer ?? (more.length === 0 ? onlyOptimizer : null),
      settings,
      ...source.rangeOf(unit, { start, end }),
    })),
  };
}

function frameworkOfFile(program: Program, { optimizers }: RateCollector): Framework {
  if (program.isSettings) return 'config';
  const imported = FRAMEWORK_IMPORTS.find(([pattern]) => program.importsFrom(pattern));
  if (imported) return imported[1];
  // A module without functions, classes and optimizers is a configuration file.
  return program.hasScopes || optimizers.size > 0 ? 'other' : 'config';
}

function compareDrafts(a: Span & { unit: Unit }, b: Span & { unit: Unit }): number {
  return positionOf(a.unit, a.start) - positionOf(b.unit, b.start);
}
