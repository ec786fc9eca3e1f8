import type { CurvePoint } from './medianCurve.ts';

/** Where the loss of a range test falls and rises again: learning rates along its median curve. */
export interface Landmarks {
  /** Where half of the fall has been done. */
  readonly half: number;
  /** Where the loss is lowest. */
  readonly lowest: number;
  /** Where it has risen again by a quarter of the fall, or if it never has, by a part of that; null if it hardly rises. */
  readonly rise: number | null;
  /** The lowest loss, as a share of that at the start. */
  readonly left: number;
}

/** Share of the fall that the loss must have risen again by, and the least as a share of the loss at the start: less may be noise. */
const RISE = 0.25;
const LEAST_RISE = 0.02;
/** Share of that rise that counts where the range ends before it, or a loss that is bounded never gets there. */
const PART = 0.25;

/**
 * Reads the landmarks of a curve.
 * @param start the loss before the rate is high enough to change anything
 */
export function landmarksOf(curve: readonly CurvePoint[], start: number): Landmarks {
  const lowest = curve.reduce((best, { loss }, index) => (loss < curve[best].loss ? index : best), 0);
  const bottom = curve[lowest].loss;
  const fall = start - bottom;
  const half = curve.find(({ loss }, index) => index === lowest || loss <= start - fall / 2)!;
  const least = Math.max(RISE * fall, LEAST_RISE * start);
  const risenBy = (amount: number): CurvePoint | undefined =>
    curve.find(({ loss }, index) => index > lowest && loss >= bottom + amount);
  const rise = risenBy(least) ?? risenBy(PART * least);
  return { half: half.rate, lowest: curve[lowest].rate, rise: rise?.rate ?? null, left: bottom / start };
}
