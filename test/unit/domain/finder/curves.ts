import type { RatePoint } from '../../../../src/domain/finder/medianCurve.ts';

/** Rates from 1e-6 to 1 with the same factor between any two, as a range test with Adam has them. */
export function points(loss: (rate: number) => number, steps = 200): RatePoint[] {
  return Array.from({ length: steps }, (_, step) => {
    const rate = 10 ** (-6 + (6 * step) / (steps - 1));
    return [rate, loss(rate)] as const;
  });
}

/** Decades between a rate and another one. */
export function decades(rate: number, other: number): number {
  return Math.abs(Math.log10(rate / other));
}
