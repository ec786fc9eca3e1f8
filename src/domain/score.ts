/** Share of a run's steps, at its end, that its score averages. */
export const SCORED_SHARE = 0.1;

/**
 * Mean training loss of the last tenth of the steps, at least one; Infinity if any of the run's losses is not finite.
 * @param losses training loss of each step, in order; at least one
 */
export function scoreOf(losses: Float64Array): number {
  return losses.some((loss) => !Number.isFinite(loss)) ? Infinity : mean(scoredPart(losses));
}

/**
 * Standard error of scoreOf: the standard deviation of the losses that it averages, divided by the root of their number. Null where
 * the score is not finite or one loss is all there is.
 */
export function scoreError(losses: Float64Array): number | null {
  const scored = scoredPart(losses);
  if (scored.length < 2 || losses.some((loss) => !Number.isFinite(loss))) return null;
  const middle = mean(scored);
  const variance = scored.reduce((sum, loss) => sum + (loss - middle) ** 2, 0) / (scored.length - 1);
  return Math.sqrt(variance / scored.length);
}

/** Middle value; the mean of the two middle ones of an even number. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function scoredPart(losses: Float64Array): Float64Array {
  return losses.subarray(-Math.max(1, Math.round(losses.length * SCORED_SHARE)));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
