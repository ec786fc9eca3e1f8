/** Scales below this are taken for it, so that nothing is divided by 0. */
export const TINY = 1e-12;

/** Bounded; 0 for NaN. */
export function clip(value: number, low: number, high: number): number {
  return Number.isNaN(value) ? 0 : Math.min(Math.max(value, low), high);
}

/** log10, bounded; the lower bound for what is not positive. */
export function lg(value: number, low = -6, high = 6): number {
  return value > 0 ? clip(Math.log10(value), low, high) : low;
}

/** The sign with the logarithm of the size; 0 for what is not finite. */
export function squash(value: number): number {
  return Number.isFinite(value) ? Math.sign(value) * Math.log1p(Math.abs(value)) : 0;
}

/** The mean; NaN of no values. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
