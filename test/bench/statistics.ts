/**
 * The middle value, or the mean of the two in the middle.
 * @throws RangeError for no values
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('There is no median of no values.');
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

/** What several measurements of one thing amount to. */
export interface Summary {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** @throws RangeError for no values */
export function summarize(values: readonly number[]): Summary {
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}

/**
 * Ratios of measurements that were taken side by side, pair by pair, so that what slows a machine for a while slows both.
 * @throws RangeError if one has no partner
 */
export function pairedRatios(numerators: readonly number[], denominators: readonly number[]): number[] {
  if (numerators.length !== denominators.length) {
    throw new RangeError(`${numerators.length} measurements cannot be paired with ${denominators.length}.`);
  }
  return numerators.map((value, index) => value / denominators[index]);
}
