import type { RateRange } from '../../domain/optimizerFamily.ts';
import { assessRate, usualRates } from '../../domain/usualRates.ts';
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
  const only = onlyOptimizer(found, choice);

  const site = (draft: SiteDraft): RateSite => {
    const { unit, value, role, part, name } = draft;
    const own = PARTICULAR.find((candidate) => draft.frameworks.has(candidate)) ?? framework;
    // Where every optimizer has its rate written beside it, what others are handed does not go there.
    const optimizer = optimizerName(draft, choice, draft.isHandedOver && found.optimizers.size > 0 && !found.awaitsRate ? null : only);
    const typical = typicalOf(part, optimizer, own);
    const usedAt = [...draft.uses.values()].sort(bySource).map((use) => places.of(use.unit, use));
    return { text: places.textOf(unit, draft), value, framework: own, optimizer, role, part, name, usedAt, assessment: assessRate(value, typical), typical, ...places.of(unit, draft) };
  };
  const unwritten = (draft: DefaultDraft): RateSite => {
    const { unit, value, framework: own, optimizer } = draft;
    const typical = typicalOf('base', optimizer, own);
    const role = own === 'hf' ? 'config' : 'optimizer';
    return { text: places.textOf(unit, draft), value, framework: own, optimizer, role, part: 'base', name: null, usedAt: [], assessment: assessRate(value, typical), typical, ...places.of(unit, draft) };
  };
  return {
    sites: [...found.book.drafts].sort(bySource).map(site),
    defaults: [...found.defaults].sort(bySource).map(unwritten),
    schedules: [...found.schedules].sort(bySource).map((draft) => {
      const { entry, optimizer, settings } = draft;
      return { name: entry.name, framework: entry.framework, effect: entry.effect, optimizer: optimizer ?? only, settings, ...places.of(draft.unit, draft) };
    }),
  };
}

/** Of a base or peak rate; where a schedule starts or ends may be anything. */
function typicalOf(part: RatePart, optimizer: string | null, framework: Framework): RateRange | null {
  return part === 'base' || part === 'peak' ? usualRates(optimizer, framework) : null;
}

/** How a program says which of several optimizers it takes. */
interface Choice {
  /** The one that its options and settings name. */
  readonly ofSettings: string | null;
  /** Those that it takes only if it is asked to. */
  readonly ofSwitches: ReadonlySet<string>;
}

/** The optimizer of the whole file: the only one that is created in it, or that its settings choose or name. */
function onlyOptimizer({ optimizers, book }: Gathering, choice: Choice): string | null {
  // Keras knows SGD by the text "sgd" as well.
  const created = new Set([...optimizers].map((name) => name.toLowerCase()));
  if (created.size > 0) return created.size === 1 ? [...optimizers][0] : chosenOf([...optimizers], choice);
  const named = new Set([...book.drafts].flatMap(({ nearby }) => [...nearby]));
  return named.size === 1 ? [...named][0] : choice.ofSettings;
}

/** Where it certainly goes; else what stands beside it, or its own name says; else the only optimizer of the file. */
function optimizerName({ definedBy, optimizers, chosen, nearby, name }: SiteDraft, choice: Choice, only: string | null): string | null {
  if (definedBy !== null) return definedBy;
  // One rate for several optimizers that all run belongs to the first of them.
  if (optimizers.size > 0) return oneOf([...optimizers], nearby.size === 1 ? { ...choice, ofSettings: [...nearby][0] } : choice) ?? (chosen ? null : [...optimizers][0]);
  if (nearby.size > 0) return oneOf([...nearby], choice);
  return (name === null ? null : optimizerInName(name)) ?? only;
}

/** Of several optimizers, the one that the settings choose, or of which the others are variants (AdamW8bit of AdamW). */
function oneOf(names: readonly string[], choice: Choice): string | null {
  return chosenOf(names, choice) ?? names.find((name) => names.every((other) => other.toLowerCase().includes(name.toLowerCase()))) ?? null;
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
