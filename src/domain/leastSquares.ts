import { CONFIDENCE } from './pairedDifference.ts';
import { studentQuantile } from './studentT.ts';

/** A straight line through points. */
export interface FittedLine {
  readonly slope: number;
  /** The height at x = 0. */
  readonly intercept: number;
  /** The ends of the interval that the slope lies in with CONFIDENCE; null with two points, which any line fits. */
  readonly interval: readonly [low: number, high: number] | null;
}

/**
 * The line with the least sum of squared distances in y. The interval of its slope is slope ± t s / √Σ(x − x̄)², where
 * s² = Σ residuals² / (n − 2) and t is Student's with n − 2 degrees of freedom. It assumes that points scatter alike everywhere.
 * Source: Draper & Smith 1998, "Applied Regression Analysis", section 1.4.
 * @returns null for fewer than two different x
 */
export function fitLine(points: readonly { readonly x: number; readonly y: number }[]): FittedLine | null {
  const count = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / count;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / count;
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (!(spread > 0)) return null;
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const intercept = meanY - slope * meanX;
  if (count < 3) return { slope, intercept, interval: null };
  const squares = points.reduce((sum, { x, y }) => sum + (y - intercept - slope * x) ** 2, 0);
  const reach = studentQuantile(CONFIDENCE, count - 2) * Math.sqrt(squares / (count - 2) / spread);
  return { slope, intercept, interval: [slope - reach, slope + reach] };
}
