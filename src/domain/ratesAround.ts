import { inTwoDigits } from './rate.ts';
/** Two on either side, half a decade apart. */
const FACTORS = [0.1, 10 ** -0.5, 1, 10 ** 0.5, 10];

/** The rates of a sweep around a rate: that one itself, and others in two digits. */
export function ratesAround(rate: number): number[] {
  return FACTORS.map((factor) => (factor === 1 ? rate : inTwoDigits(rate * factor)));
}
