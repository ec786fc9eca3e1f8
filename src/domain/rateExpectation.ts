import type { OptimizerFamily, RateRange } from './optimizerFamily.ts';
import { COMMON_FAMILIES, familyOf, FINE_TUNING } from './optimizerFamily.ts';
import { formatRate } from './rate.ts';
import { assessRate, familyAt } from './usualRates.ts';
import type { OptimizerInUse } from './usualRates.ts';

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
  if (value < 0) return 'A negative rate climbs the loss instead of descending it.';
  if (part === 'end')
    return 'Where the schedule ends, or what it never goes below: lower than the full rate by design.';
  if (part === 'start') return 'Where the schedule begins; the full rate comes later.';
  if (value === 0) return 'At a rate of 0 nothing is learned; only frozen weights want that.';
  const family = familyAt(rate);
  if (part === 'bound') return 'One of the rates that a search tries, or an end of their range.';
  if (!family) return withoutFamily(rate);
  switch (assessRate(value, family.usual)) {
    case 'high':
      return family.isRateFree ? tooHighToAdapt() : high(value / family.usual[1], family);
    case 'low':
      return family.isRateFree ? tooLowToAdapt() : low(family.usual[0] / value, family);
    case 'typical':
    case 'unknown':
      return usual(rate, family);
  }
}

/** "1e-5 to 0.01". */
export function formatRange([low, high]: RateRange): string {
  return `${formatRate(low)} to ${formatRate(high)}`;
}

function withoutFamily({ optimizer, others = [] }: WrittenRate): string {
  const own = [optimizer, ...others].flatMap((name) => (name === null ? [] : (familyOf(name) ?? [])));
  const ranges = (families: readonly OptimizerFamily[]): string =>
    [...new Set(families)].map(({ name, usual }) => `${formatRange(usual)} for ${name}`).join(', ');
  if (others.length > 0 && own.length > 0)
    return `Which of them takes it is chosen when the program runs. Usual: ${ranges(own)}.`;
  if (others.length > 0)
    return `What is usual for these optimizers is not known here. Compare: ${ranges(COMMON_FAMILIES)}.`;
  return `${optimizer === null ? 'Which optimizer takes it is not to be seen here.' : 'What is usual for this optimizer is not known here.'} Compare: ${ranges(COMMON_FAMILIES)}.`;
}

function high(factor: number, { name }: OptimizerFamily): string {
  if (factor >= FAR)
    return `${times(factor)} the top of ${name}'s usual range: expect the loss to jump, stick at chance or become NaN in the first steps.`;
  if (name === 'SGD')
    return 'Above the usual range of SGD: batches of thousands bear it after a warm-up; otherwise expect a loss that jumps or becomes NaN.';
  return `Above the usual range of ${name}: expect a restless loss, in deep networks NaN; a third of the rate or a warm-up calms it.`;
}

function low(factor: number, { name }: OptimizerFamily): string {
  if (factor >= FAR) return `${times(factor)} below ${name}'s usual range: expect a loss that hardly moves.`;
  return `Below the usual range of ${name}: expect a loss that creeps; only large pretrained models are tuned so gently.`;
}

function tooHighToAdapt(): string {
  return 'It finds the size of its steps by itself and wants 1; this makes them larger: expect a loss that jumps.';
}

function tooLowToAdapt(): string {
  return 'It finds the size of its steps by itself and wants 1; this makes them smaller: expect a loss that creeps.';
}

function usual({ value, part }: WrittenRate, family: OptimizerFamily): string {
  const { name, start } = family;
  if (family.isRateFree) return 'It finds the size of its steps by itself; at 1 they are taken as found.';
  if (family === FINE_TUNING) {
    if (value < start[0]) return 'Very gentle: usual for training on preferences and for the largest models.';
    if (value > start[1]) return 'Bold for tuning all weights, usual for adapters such as LoRA.';
    return 'Usual for fine-tuning a pretrained model: expect most of the fall in the first epoch.';
  }
  if (value < start[0]) return `Gentle for ${name}: right for fine-tuning; from scratch expect a slow fall.`;
  if (value > start[1] && part === 'peak')
    return `Bold for ${name}, as the top of a schedule may be that climbs to it first.`;
  if (value > start[1])
    return `Bold for ${name}: fast where it holds; expect spikes in deep networks without a warm-up.`;
  return `A usual start for ${name}: expect a steady fall from the first epoch on.`;
}

function times(factor: number): string {
  return `${formatRate(Number(factor.toPrecision(factor < 100 ? 2 : 1)))} ×`;
}
