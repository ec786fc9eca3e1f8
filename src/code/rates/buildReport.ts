import type { RateRange } from '../../domain/optimizerFamily.ts';
import { assessRate, usualRates } from '../../domain/usualRates.ts';
import type { OptimizerInUse } from '../../domain/usualRates.ts';
import type { Places } from '../sourceText.ts';
import type { Framework, RatePart, RateReport, RateSite } from '../rateSite.ts';
import type { Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { positionOf } from '../program/sourceOrder.ts';
import type { Gathering } from './rateCollector.ts';
import { Owners } from './optimizerAssignment.ts';
import type { Program } from '../program/program.ts';
import type { DefaultDraft } from './callSearch.ts';
import type { SiteDraft } from './siteDrafts.ts';

/** Which one a rate belongs to that several frameworks were seen with: the most particular. */
const PARTICULAR: readonly Framework[] = ['hf', 'lightning', 'optax', 'tfjs', 'keras', 'torch', 'config', 'other'];

const IMPORTS: readonly (readonly [RegExp, Framework])[] = [
  [/^(pytorch_)?lightning\b/, 'lightning'],
  [/^(torch|torchvision|timm|fastai|accelerate|deepspeed)\b/, 'torch'],
  [/^(transformers|trl|diffusers|peft)\b/, 'hf'],
  [/^(optax|flax)\b/, 'optax'],
  [/^(keras|tensorflow|tf_keras)\b/, 'keras'],
  [/^@tensorflow\//, 'tfjs'],
];

/** Turns what was found into a report, in the order of the source. */
export function finish(found: Gathering, program: Program, places: Places): RateReport {
  const framework = frameworkOfFile(program, found);
  const owners = new Owners(found, program);

  const site = (draft: SiteDraft): RateSite => {
    const { unit, value, role, part, name } = draft;
    const own = PARTICULAR.find((candidate) => draft.frameworks.has(candidate)) ?? framework;
    const [optimizer = null, ...others] = owners.of(draft);
    const typical = typicalOf(part, { optimizer, others, framework: own });
    const usedAt = [...draft.uses.values()].sort(bySource).map((use) => places.of(use.unit, use));
    return {
      text: places.textOf(unit, draft),
      value,
      framework: own,
      optimizer,
      others,
      role,
      part,
      name,
      usedAt,
      assessment: assessRate(value, typical),
      typical,
      ...places.of(unit, draft),
    };
  };
  const unwritten = (draft: DefaultDraft): RateSite => {
    const { unit, value, framework: own, optimizer } = draft;
    const typical = typicalOf('base', { optimizer, framework: own });
    const role = own === 'hf' ? 'config' : 'optimizer';
    return {
      text: places.textOf(unit, draft),
      value,
      framework: own,
      optimizer,
      others: [],
      role,
      part: 'base',
      name: null,
      usedAt: [],
      assessment: assessRate(value, typical),
      typical,
      ...places.of(unit, draft),
    };
  };
  return {
    sites: [...found.book.drafts].sort(bySource).map(site),
    defaults: [...found.defaults].sort(bySource).map(unwritten),
    schedules: [...found.schedules].sort(bySource).map((draft) => {
      const { entry, optimizer, settings } = draft;
      return {
        name: entry.name,
        framework: entry.framework,
        effect: entry.effect,
        optimizer: optimizer ?? (owners.only.length === 1 ? owners.only[0] : null),
        settings,
        ...places.of(draft.unit, draft),
      };
    }),
  };
}

/** Of a base or peak rate; where a schedule starts or ends may be anything. */
function typicalOf(part: RatePart, use: OptimizerInUse): RateRange | null {
  return part === 'base' || part === 'peak' ? usualRates(use) : null;
}

function frameworkOfFile(program: Program, { optimizers }: Gathering): Framework {
  if (program.settings) return 'config';
  const imported = IMPORTS.find(([pattern]) => program.importsFrom(pattern));
  if (imported) return imported[1];
  // A module that only gives values to names is a file of settings.
  return program.hasScopes || optimizers.size > 0 ? 'other' : 'config';
}

function bySource(a: Span & { unit: Unit }, b: Span & { unit: Unit }): number {
  return positionOf(a.unit, a.start) - positionOf(b.unit, b.start);
}
