import { assessRate, usualRates } from '../../domain/usualRates.ts';
import { optimizerInName } from '../catalog/optimizerNames.ts';
import { placeOf } from '../places.ts';
import type { Lines } from '../places.ts';
import type { Framework, RateReport, RateSite } from '../rateSite.ts';
import type { Span } from '../syntax/expression.ts';
import type { Unit } from '../syntax/facts.ts';
import { optimizerOfSettings } from './nearby.ts';
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

/**
 * Turns what was found into a report, in the order of the source.
 * @param lines of every cell
 * @param marked whether places say which cell they are in
 */
export function finish(found: Gathering, program: Program, lines: readonly Lines[], marked: boolean): RateReport {
  const framework = frameworkOfFile(program, found);
  const ofSettings = optimizerOfSettings(program);
  const only = onlyOptimizer(found, ofSettings);
  const place = ({ cell, offset }: Unit, { start, end }: Span) => ({ ...(marked ? { cell } : {}), ...placeOf(lines[cell], offset + start, offset + end) });
  const textOf = ({ cell, offset }: Unit, { start, end }: Span) => lines[cell].text.slice(offset + start, offset + end);

  const site = (draft: SiteDraft): RateSite => {
    const rate = {
      value: draft.value,
      framework: PARTICULAR.find((candidate) => draft.frameworks.has(candidate)) ?? framework,
      optimizer: optimizerName(draft, ofSettings, only),
      role: draft.role,
      part: draft.part,
    };
    const usedAt = [...draft.uses.values()].sort(bySource).map((use) => place(use.unit, use));
    return { ...place(draft.unit, draft), text: textOf(draft.unit, draft), ...rate, name: draft.name, usedAt, ...assessed(rate) };
  };
  const unwritten = ({ unit, start, end, value, framework: own, optimizer }: DefaultDraft): RateSite => {
    const rate = { value, framework: own, optimizer, role: own === 'hf' ? 'config' : 'optimizer', part: 'base' } as const;
    return { ...place(unit, { start, end }), text: textOf(unit, { start, end }), ...rate, name: null, usedAt: [], ...assessed(rate) };
  };
  return {
    sites: [...found.book.drafts].sort(bySource).map(site),
    defaults: [...found.defaults].sort(bySource).map(unwritten),
    schedules: [...found.schedules].sort(bySource).map(({ unit, entry, optimizer, settings, start, end }) => ({
      ...place(unit, { start, end }),
      name: entry.name,
      framework: entry.framework,
      effect: entry.effect,
      optimizer: optimizer ?? only,
      settings,
    })),
  };
}

type Rate = Pick<RateSite, 'value' | 'part' | 'framework' | 'optimizer'>;

function assessed({ value, part, framework, optimizer }: Rate): Pick<RateSite, 'assessment' | 'typical'> {
  const typical = part === 'base' || part === 'peak' ? usualRates(optimizer, framework) : null;
  return { assessment: assessRate(value, typical), typical };
}

/** The optimizer of the whole file: the only one that is created in it, or that its settings choose or name. */
function onlyOptimizer({ optimizers, book }: Gathering, ofSettings: string | null): string | null {
  if (optimizers.size > 0) return optimizers.size === 1 ? [...optimizers][0] : chosenOf([...optimizers], ofSettings);
  const named = new Set([...book.drafts].flatMap(({ nearby }) => [...nearby]));
  return named.size === 1 ? [...named][0] : ofSettings;
}

/** Where it certainly goes; else what stands beside it, or its own name says; else the only optimizer of the file. */
function optimizerName({ definedBy, optimizers, chosen, nearby, name }: SiteDraft, ofSettings: string | null, only: string | null): string | null {
  if (definedBy !== null) return definedBy;
  // One rate for several optimizers that all run belongs to the first of them.
  if (optimizers.size > 0) return oneOf([...optimizers], nearby.size === 1 ? [...nearby][0] : ofSettings) ?? (chosen ? null : [...optimizers][0]);
  if (nearby.size > 0) return oneOf([...nearby], ofSettings);
  return (name === null ? null : optimizerInName(name)) ?? only;
}

/** Of several optimizers, the one that the settings choose, or of which the others are variants (AdamW8bit of AdamW). */
function oneOf(names: readonly string[], chosen: string | null): string | null {
  return chosenOf(names, chosen) ?? names.find((name) => names.every((other) => other.toLowerCase().includes(name.toLowerCase()))) ?? null;
}

function chosenOf(names: readonly string[], chosen: string | null): string | null {
  return names.find((name) => name.toLowerCase() === chosen?.toLowerCase()) ?? null;
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
