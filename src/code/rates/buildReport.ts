import { assessRate, usualRates } from '../../domain/usualRates.ts';
import type { SourceText } from '../sourceText.ts';
import type { Framework, RateReport, RateSite, SourceRange } from '../rateSite.ts';
import type { Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { positionOf } from '../program/sourceOrder.ts';
import type { DefaultDraft, RateCollector } from './rateCollector.ts';
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

/** What is known of a rate without a look at the rest of the program. */
type RateFinding = Pick<SiteDraft, 'unit' | 'start' | 'end' | 'value' | 'name' | 'part' | 'role'>;

/** Builds the report, in source order. */
export function buildReport(collected: RateCollector, program: Program, source: SourceText): RateReport {
  const framework = frameworkOfFile(program, collected);
  const assignment = new OptimizerAssignment(collected, program);
  const surroundings = new SurroundingsFinder();

  const site = (
    { unit, start, end, value, name, part, role }: RateFinding,
    optimizers: readonly string[],
    ownFramework: Framework,
    usedAt: readonly SourceRange[],
  ): RateSite => {
    const [optimizer = null, ...others] = optimizers;
    // A schedule may start and end anywhere.
    const isJudged = part === 'base' || part === 'peak';
    const typical = isJudged ? usualRates({ optimizer, others, framework: ownFramework }) : null;
    return {
      text: source.textOf(unit, { start, end }),
      value,
      framework: ownFramework,
      optimizer,
      others,
      role,
      part,
      name,
      usedAt,
      ...surroundings.of(unit, start),
      assessment: assessRate(value, typical),
      typical,
      ...source.rangeOf(unit, { start, end }),
    };
  };
  const toSite = (draft: SiteDraft): RateSite =>
    site(
      draft,
      assignment.optimizersOf(draft),
      FRAMEWORKS_BY_SPECIFICITY.find((one) => draft.attributions.some((use) => use.framework === one)) ?? framework,
      [...draft.uses.values()].sort(compareDrafts).map((use) => source.rangeOf(use.unit, use)),
    );
  const toDefaultSite = (draft: DefaultDraft): RateSite =>
    site(
      { ...draft, role: draft.framework === 'hf' ? 'config' : 'optimizer', part: 'base' },
      draft.optimizer === null ? [] : [draft.optimizer],
      draft.framework,
      [],
    );
  return {
    sites: [...collected.drafts].sort(compareDrafts).map(toSite),
    defaults: [...collected.defaults].sort(compareDrafts).map(toDefaultSite),
    schedules: [...collected.schedules].sort(compareDrafts).map((draft) => {
      const { entry, optimizer, settings } = draft;
      return {
        name: entry.name,
        framework: entry.framework,
        effect: entry.effect,
        optimizer: optimizer ?? (assignment.programOptimizers.length === 1 ? assignment.programOptimizers[0] : null),
        settings,
        ...source.rangeOf(draft.unit, draft),
      };
    }),
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
