import type { RateRange } from '../../domain/optimizerFamily.ts';
import { assessRate, usualRates } from '../../domain/usualRates.ts';
import type { OptimizerInUse } from '../../domain/usualRates.ts';
import { optimizerInName } from '../catalog/optimizerNames.ts';
import type { Places } from '../places.ts';
import type { Framework, RatePart, RateReport, RateSite } from '../rateSite.ts';
import type { Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { optimizerOfSettings, optimizersOfSwitches } from './nearby.ts';
import { positionOf } from './order.ts';
import type { Gathering } from './gathering.ts';
import type { Program } from './program.ts';
import type { DefaultDraft } from './search.ts';
import type { SiteDraft } from './siteBook.ts';

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
  const choice: Choice = { ofSettings: optimizerOfSettings(program), ofSwitches: optimizersOfSwitches(program) };
  const only = onlyOptimizers(found, choice);

  const otherwise = ({ isHandedOver, role, name }: SiteDraft): readonly string[] => {
    // Where every optimizer has its rate written beside it, what others are handed does not go there.
    if (isHandedOver && found.optimizers.size > 0 && !found.awaitsRate) return [];
    // Of a constant it would have been seen that an optimizer takes it.
    const taker = name === null || role === 'constant' ? null : found.takerOf(name);
    return taker === null ? only : [taker];
  };
  const site = (draft: SiteDraft): RateSite => {
    const { unit, value, role, part, name } = draft;
    const own = PARTICULAR.find((candidate) => draft.frameworks.has(candidate)) ?? framework;
    const [optimizer = null, ...others] = optimizersFor(draft, choice, otherwise(draft));
    const typical = typicalOf(part, { optimizer, others, framework: own });
    const usedAt = [...draft.uses.values()].sort(bySource).map((use) => places.of(use.unit, use));
    return { text: places.textOf(unit, draft), value, framework: own, optimizer, others, role, part, name, usedAt, assessment: assessRate(value, typical), typical, ...places.of(unit, draft) };
  };
  const unwritten = (draft: DefaultDraft): RateSite => {
    const { unit, value, framework: own, optimizer } = draft;
    const typical = typicalOf('base', { optimizer, framework: own });
    const role = own === 'hf' ? 'config' : 'optimizer';
    return { text: places.textOf(unit, draft), value, framework: own, optimizer, others: [], role, part: 'base', name: null, usedAt: [], assessment: assessRate(value, typical), typical, ...places.of(unit, draft) };
  };
  return {
    sites: [...found.book.drafts].sort(bySource).map(site),
    defaults: [...found.defaults].sort(bySource).map(unwritten),
    schedules: [...found.schedules].sort(bySource).map((draft) => {
      const { entry, optimizer, settings } = draft;
      return { name: entry.name, framework: entry.framework, effect: entry.effect, optimizer: optimizer ?? (only.length === 1 ? only[0] : null), settings, ...places.of(draft.unit, draft) };
    }),
  };
}

/** Of a base or peak rate; where a schedule starts or ends may be anything. */
function typicalOf(part: RatePart, use: OptimizerInUse): RateRange | null {
  return part === 'base' || part === 'peak' ? usualRates(use) : null;
}

/** How a program says which of several optimizers it takes. */
interface Choice {
  /** The one that its options and settings name. */
  readonly ofSettings: string | null;
  /** Those that it takes only if it is asked to. */
  readonly ofSwitches: ReadonlySet<string>;
}

/** The optimizer of the whole file: the only one that is created in it, or that its settings choose or name; or those that it chooses among. */
function onlyOptimizers({ optimizers, isCertain, book }: Gathering, choice: Choice): readonly string[] {
  const created = distinct([...optimizers]);
  if (created.length > 0) return isCertain && created.length > 1 ? present(chosenOf(created, choice)) : oneOf(created, choice);
  const named = new Set([...book.drafts].flatMap(({ nearby }) => [...nearby]));
  return named.size === 1 ? [...named] : present(choice.ofSettings);
}

/** Where it certainly goes; else what stands beside it, or its own name says. @param otherwise the optimizers if nothing says more */
function optimizersFor({ definedBy, optimizers, chosen, nearby, name }: SiteDraft, choice: Choice, otherwise: readonly string[]): readonly string[] {
  if (definedBy !== null) return [definedBy];
  if (optimizers.size > 0) {
    const taken = oneOf([...optimizers], nearby.size === 1 ? { ...choice, ofSettings: [...nearby][0] } : choice);
    // One rate for several optimizers that all run belongs to the first of them.
    return chosen ? taken : taken.slice(0, 1);
  }
  if (nearby.size > 0) return oneOf([...nearby], choice);
  const inName = name === null ? null : optimizerInName(name);
  return inName === null ? otherwise : [inName];
}

/** Of several optimizers, the one that the settings choose, or of which the others are variants (AdamW8bit of AdamW); else all. */
function oneOf(names: readonly string[], choice: Choice): readonly string[] {
  const one = chosenOf(names, choice) ?? names.find((name) => names.every((other) => other.toLowerCase().includes(name.toLowerCase())));
  return one === undefined ? distinct(names) : [one];
}

/** Keras knows SGD by the text "sgd" as well. */
function distinct(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === index);
}

function present(name: string | null): readonly string[] {
  return name === null ? [] : [name];
}

function chosenOf(names: readonly string[], { ofSettings, ofSwitches }: Choice): string | null {
  const named = names.find((name) => name.toLowerCase() === ofSettings?.toLowerCase());
  if (named !== undefined) return named;
  const usual = names.filter((name) => !ofSwitches.has(name.toLowerCase()));
  return usual.length === 1 ? usual[0] : null;
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
