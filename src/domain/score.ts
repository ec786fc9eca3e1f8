import type { StepUnit } from './runFacts.ts';
import type { Series } from './series.ts';

/** Share of a run's losses, at its end, that its score averages. */
const SCORED_SHARE = 0.1;
/** Fewest batches that a score averages: with fewer, which batches come last decides more than the rate does. */
const MIN_SCORED_BATCHES = 20;

/** Whether each of a run's steps has its loss: then a loss is that of one batch, and noisy. */
export function hasLossOfEachStep(firstStep: number, lastStep: number, count: number, unit: StepUnit): boolean {
  return unit === 'step' && lastStep - firstStep === count - 1;
}

/**
 * How many losses, at the end of a run, its score averages: a tenth of them and at least one; where each step has its loss at least 20,
 * but no more than half of them.
 * @param count of all losses of the run, without the one before training
 */
export function scoredCount(count: number, isEachStep: boolean): number {
  const least = isEachStep ? Math.min(MIN_SCORED_BATCHES, count >> 1) : 1;
  return Math.max(1, least, Math.round(count * SCORED_SHARE));
}

/**
 * Mean training loss at the end of a run, over as many losses as scoredCount says; Infinity if any of the run's losses is not finite.
 * @param losses in order, without the one before training; at least one
 */
export function scoreOf(losses: Float64Array, isEachStep: boolean): number {
  return losses.some((loss) => !Number.isFinite(loss)) ? Infinity : mean(scoredPart(losses, isEachStep));
}

/** The score of a run that still trains, from what it has measured so far; NaN before its first update. */
export function scoreSoFar({ steps, values, means = values }: Series, unit: StepUnit): number {
  const last = steps.at(-1) ?? 0;
  const isEachStep = hasLossOfEachStep(steps[0], last, steps.length, unit);
  const count = scoredCount(last, isEachStep);
  const first = steps.findLastIndex((step) => step <= Math.max(0, last - count)) + 1;
  return first < steps.length ? mean(means.subarray(first)) : NaN;
}

/**
 * Standard error of scoreOf: the standard deviation of the losses that it averages, divided by the root of their number. Null where
 * the score is not finite or one loss is all there is.
 */
export function scoreError(losses: Float64Array, isEachStep: boolean): number | null {
  const scored = scoredPart(losses, isEachStep);
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

function scoredPart(losses: Float64Array, isEachStep: boolean): Float64Array {
  return losses.subarray(-scoredCount(losses.length, isEachStep));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
