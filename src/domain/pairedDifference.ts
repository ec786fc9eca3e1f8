import { studentQuantile } from './studentT.ts';

/** How likely an interval holds the true value. */
export const CONFIDENCE = 0.95;

/** A mean difference and the interval that it lies in with CONFIDENCE. */
export interface Difference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * How much higher one kind of run is than another with the same seeds, from the differences seed by seed: what a seed does to both
 * cancels out, and what is left is the spread that a difference has to exceed. Student's t interval of paired differences.
 * Source: Student 1908, "The Probable Error of a Mean"; why to pair: Bouthillier et al. 2021, "Accounting for Variance in Machine
 * Learning Benchmarks", section 5.
 * @param differences one a seed
 * @returns null for fewer than two differences, and where one is not finite
 */
export function pairedDifference(differences: readonly number[]): Difference | null {
  const count = differences.length;
  if (count < 2 || !differences.every(Number.isFinite)) return null;
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / count;
  const variance = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0) / (count - 1);
  const reach = studentQuantile(CONFIDENCE, count - 1) * Math.sqrt(variance / count);
  return { mean, low: mean - reach, high: mean + reach };
}
