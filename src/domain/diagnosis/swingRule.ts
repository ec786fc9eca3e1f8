import { differences, meanLoss, quantile } from './levels.ts';
import type { CurveBucket, LossCurve } from './lossCurve.ts';

/** A loss that swings around a level. */
export interface Swings {
  readonly fromStep: number;
  /** From the 5th to the 95th percentile of the losses, without their trend. */
  readonly spread: number;
  readonly level: number;
  /** The spread as a share of what the level has fallen. */
  readonly share: number;
}

/** The fewest losses in which a swing can be told from chance. */
const MIN_LOSSES = 12;

/** The spread must be at least this share of what the level has fallen; below it, noise is what batches bring. */
const SWING_SHARE = 0.75;
/** … and at least this share of the level itself. */
const SWING_LEVEL_SHARE = 0.25;
/** … and the share of differences that turn round must be at least this: a slow drift is no oscillation (white noise: two thirds). */
const SWING_TURNS = 0.4;

/**
 * The loss oscillates: over its last half single losses spread (5th to 95th percentile, without the trend) by at least three quarters of
 * what the level has fallen and a quarter of the level, and they turn round in at least 40 % of the steps.
 */
export function findSwings(curve: LossCurve): Swings | null {
  const { buckets } = curve;
  const n = buckets.length;
  if (curve.count < MIN_LOSSES) return null;
  const half = buckets.slice(n >> 1);
  const rest = withoutTrend(half.map(({ newest }) => newest));
  const spread = quantile(rest, 0.95) - quantile(rest, 0.05);
  const level = meanLoss(half);
  const fall = Math.max(0, buckets[0].loss - lowestLevel(buckets));
  const changes = differences(rest);
  const turning = changes.slice(1).filter((change, index) => change * changes[index] < 0).length;
  if (spread < SWING_SHARE * fall || spread < SWING_LEVEL_SHARE * Math.abs(level)) return null;
  if (!(spread > 0) || turning < SWING_TURNS * (changes.length - 1)) return null;
  return { fromStep: half[0].firstStep, spread, level, share: fall > 0 ? spread / fall : Infinity };
}

/** The lowest of twenty levels. */
function lowestLevel(buckets: readonly CurveBucket[]): number {
  const n = buckets.length;
  const size = Math.max(1, Math.round(n / 20));
  let lowest = Infinity;
  for (let from = 0; from < n; from += size) lowest = Math.min(lowest, meanLoss(buckets.slice(from, from + size)));
  return lowest;
}

/** Values without their straight trend. */
function withoutTrend(values: readonly number[]): number[] {
  const n = values.length;
  const middle = values.reduce((sum, value) => sum + value, 0) / n;
  const centre = (n - 1) / 2;
  let product = 0;
  let squares = 0;
  values.forEach((value, index) => {
    product += (index - centre) * (value - middle);
    squares += (index - centre) ** 2;
  });
  const slope = squares > 0 ? product / squares : 0;
  return values.map((value, index) => value - middle - slope * (index - centre));
}
