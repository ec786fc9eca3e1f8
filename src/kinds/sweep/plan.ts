import * as l10n from '@vscode/l10n';
import { formatRate } from '../../domain/rate.ts';
import { factsOf } from '../../domain/runFacts.ts';
import { variantId, variantsOf } from '../../domain/variant.ts';
import type { LabelFormats, Transfer } from '../../domain/variant.ts';
import type { Plan } from '../kind.ts';
import { requireValid, specOf } from './choice.ts';
import type { SweepChoice } from './choice.ts';

const TRANSFER_TEXTS = {
  'one-rate': 'one rate',
  tenth: 'features at a tenth',
  frozen: 'features frozen',
  scratch: 'from scratch',
} as const satisfies Record<Transfer, string>;

/** How the values of the built-in engines' variants are written. */
export const LABEL_FORMATS: LabelFormats = {
  rate: formatRate,
  optimizer: (name) => name,
  schedule: (name) => name,
  batchSize: (size) => l10n.t('batch {0}', size),
  transfer: (name) => l10n.t(TRANSFER_TEXTS[name]),
  engine: (name) => name,
};

/**
 * The rates from the middle one outwards, of two equally far ones the higher first: what is judged is judged by better runs, so the
 * likely good ones go first, and the best rates lie closer below those that fail than above those that are slow.
 */
export function outwards(rates: readonly number[]): number[] {
  const sorted = [...rates].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const distance = (rate: number): number => Math.abs(sorted.indexOf(rate) - middle);
  return sorted.sort((a, b) => distance(a) - distance(b) || b - a);
}

/**
 * The runs of a sweep: every rate with seed 1 first in the order given, or that of `outwards` if runs are pruned, then all with the next
 * seed, so that a sweep that is cut short has seen every rate.
 * @throws RangeError with a sentence that names what is out of range
 */
export function planSweep(choice: SweepChoice): Plan {
  requireValid(choice);
  const engines = choice.secondEngine ? [choice.engine, choice.secondEngine] : [choice.engine];
  const rates = choice.prune ? outwards(choice.learningRates) : choice.learningRates;
  const settings = rates.flatMap((rate) => engines.map((engine) => ({ rate, engine })));
  const variants = variantsOf(settings, LABEL_FORMATS);
  const seeds = Array.from({ length: choice.seeds }, (_, index) => index + 1);
  const runs = seeds.flatMap((seed) =>
    settings.map((values) => {
      const spec = specOf(choice, values.rate, seed, values.engine);
      return { variant: variants.find(({ id }) => id === variantId(values))!, seed, facts: factsOf(spec), spec };
    }),
  );
  return { name: choice.name, preset: choice.preset, variants, runs };
}
