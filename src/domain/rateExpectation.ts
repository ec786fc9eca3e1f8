import * as l10n from '@vscode/l10n';
import type { OptimizerFamily, RateRange } from './optimizerFamily.ts';
import { COMMON_FAMILIES, familyOf, FINE_TUNING } from './optimizerFamily.ts';
import { formatRate } from './rate.ts';
import { familyAt, standingOf } from './usualRates.ts';
import type { OptimizerInUse, RateStanding } from './usualRates.ts';

/** So many times outside the usual range is far. */
const FAR = 10;

/** A learning rate as a program has it. */
export interface WrittenRate extends OptimizerInUse {
  readonly value: number;
  /** `base` and `peak` are full rates; `start` and `end` of a schedule lie below by design; a `bound` is one that a search tries. */
  readonly part: string;
}

/** One sentence of what a training at this rate looks like. */
export function expectationOf(rate: WrittenRate): string {
  const { value, part } = rate;
  if (value < 0) return l10n.t('A negative rate increases the loss instead of reducing it.');
  if (part === 'end') return l10n.t("The schedule's final or minimum rate; lower than the full rate by design.");
  if (part === 'start') return l10n.t("The schedule's initial rate; it rises to the full rate later.");
  if (value === 0) return l10n.t('A rate of 0 trains nothing; use it only to freeze weights.');
  const family = familyAt(rate);
  if (part === 'bound') return l10n.t('One of the rates in a hyperparameter search, or a bound of its range.');
  if (!family) return withoutFamily(rate);
  const standing = standingOf(value, family);
  switch (standing) {
    case 'high':
      return family.isRateFree ? tooHighToAdapt() : high(value / family.usual[1], family);
    case 'low':
      return family.isRateFree ? tooLowToAdapt() : low(family.usual[0] / value, family);
    default:
      return usual(standing, rate, family);
  }
}

/** "1e-5 to 0.01". */
export function formatRange([low, high]: RateRange): string {
  return l10n.t('{0} to {1}', formatRate(low), formatRate(high));
}

function withoutFamily({ optimizer, others = [] }: WrittenRate): string {
  const own = [optimizer, ...others].flatMap((name) => (name === null ? [] : (familyOf(name) ?? [])));
  const ranges = (families: readonly OptimizerFamily[]): string =>
    [...new Set(families)]
      .map(({ name, usual: [low, high] }) => l10n.t('{0} to {1} for {2}', formatRate(low), formatRate(high), name))
      .join(', ');
  if (others.length > 0 && own.length > 0)
    return l10n.t('The program chooses the optimizer at run time. Usual ranges: {0}.', ranges(own));
  if (others.length > 0)
    return l10n.t("The usual range for these optimizers isn't known. For comparison: {0}.", ranges(COMMON_FAMILIES));
  return optimizer === null
    ? l10n.t("Can't tell which optimizer uses this rate. For comparison: {0}.", ranges(COMMON_FAMILIES))
    : l10n.t("The usual range for this optimizer isn't known. For comparison: {0}.", ranges(COMMON_FAMILIES));
}

function high(factor: number, { name }: OptimizerFamily): string {
  if (factor >= FAR)
    return l10n.t(
      "{0} times the upper end of {1}'s usual range: expect the loss to jump, get stuck at chance level, or become NaN in the first steps.",
      rounded(factor),
      name,
    );
  if (name === 'SGD')
    return l10n.t(
      'Above the usual range of SGD: it can work with batches of thousands after a warm-up; otherwise expect the loss to jump or become NaN.',
    );
  return l10n.t(
    'Above the usual range of {0}: expect the loss to fluctuate, or to become NaN in deep networks; try a third of the rate or a warm-up.',
    name,
  );
}

function low(factor: number, { name }: OptimizerFamily): string {
  if (factor >= FAR)
    return l10n.t("{0} times lower than {1}'s usual range: expect the loss to barely change.", rounded(factor), name);
  return l10n.t(
    'Below the usual range of {0}: expect the loss to fall very slowly; such rates are usual only for fine-tuning large pretrained models.',
    name,
  );
}

function tooHighToAdapt(): string {
  return l10n.t(
    'This optimizer finds its own step size, so the usual rate is 1. A higher rate makes the steps larger: expect the loss to jump.',
  );
}

function tooLowToAdapt(): string {
  return l10n.t(
    'This optimizer finds its own step size, so the usual rate is 1. A lower rate makes the steps smaller: expect the loss to fall very slowly.',
  );
}

function usual(
  standing: Exclude<RateStanding, 'low' | 'high'>,
  { part }: WrittenRate,
  family: OptimizerFamily,
): string {
  const { name } = family;
  if (family.isRateFree) return l10n.t('This optimizer finds its own step size; a rate of 1 leaves it unchanged.');
  if (family === FINE_TUNING) {
    if (standing === 'rather-low') return l10n.t('Very low: usual for preference tuning and for the largest models.');
    if (standing === 'rather-high') return l10n.t('High for full fine-tuning, but usual for adapters such as LoRA.');
    return l10n.t('Usual for fine-tuning a pretrained model: expect the loss to fall most in the first epoch.');
  }
  if (standing === 'rather-low')
    return l10n.t(
      'Low for {0}: suitable for fine-tuning. When training from scratch, expect the loss to fall slowly.',
      name,
    );
  if (standing === 'rather-high' && part === 'peak')
    return l10n.t('High for {0}, but fine as the peak after a warm-up.', name);
  if (standing === 'rather-high')
    return l10n.t('High for {0}: fast if it stays stable; expect spikes in deep networks without a warm-up.', name);
  if (part === 'peak') return l10n.t('A usual peak for {0}: the schedule reaches it after a warm-up.', name);
  return l10n.t('A usual starting rate for {0}: expect the loss to fall steadily from the first epoch.', name);
}

/** To two digits below 100, above to one. */
function rounded(factor: number): string {
  return formatRate(Number(factor.toPrecision(factor < 100 ? 2 : 1)));
}
