import { differences, quantile } from './levels.ts';
import type { LossCurve } from './lossCurve.ts';

/** A loss that has risen for good. */
export interface Rise {
  /** Step of the lowest level. */
  readonly fromStep: number;
  readonly lowest: number;
  readonly level: number;
  /** Standard deviation of single losses at the lowest level. */
  readonly noise: number;
  readonly isExploded: boolean;
}

/** The fewest losses that a level is the median of: that of five ignores two spikes. */
const LEVEL_LOSSES = 5;
/** The share of the loss's fall that must be lost again. A run that has lost less than half has still learned more than it lost. */
const LOST_SHARE = 0.5;
/** A rise must exceed so many standard deviations of single losses at the lowest level: noise alone does so once in 700 losses. */
const RISE_NOISE = 3;
/**
 * A rise must exceed this share of the lowest level. Fine-tuning that has little to gain drifts up by a fifth to two fifths in healthy
 * runs (five of 75 logs of CAMELS-CH by CooperBigFoot); TheDeepChecker asks for a whole.
 */
const RISE_LEVEL_SHARE = 0.5;
/** A loss that rises by this many times its first level has exploded; Megatron-LM calls 10 times the largest of the first 100 a spike. */
export const EXPLODED = 10;
/** The same of a loss that broke before it had a level: no batch alone does so much. */
const EXPLODED_AT_ONCE = 1000;
const LOWER_QUARTILE = 0.25;
/** Median of |a − b| of two normal values, in standard deviations. */
const MEDIAN_DIFFERENCE = 0.954;

/**
 * The loss diverges: the median of its last tenth, at least five losses, lies above its lowest level (the first loss counts as one) by
 * all of half of what it had fallen, three standard deviations of single losses and half of the lowest level; where the first loss is
 * the lowest, three quarters of the last tenth must also lie above it. It has exploded when the rise is more than ten times the largest
 * of the first loss, the lowest level and the way between them. Spikes that come back don't move the levels.
 */
export function findRise({ buckets }: LossCurve): Rise | null {
  const n = buckets.length;
  if (n < LEVEL_LOSSES) return null;
  const size = Math.max(LEVEL_LOSSES, Math.round(n / 10));
  const losses = buckets.map(({ newest }) => newest);
  const last = losses.slice(-size);
  const level = quantile(last, 0.5);
  const first = losses[0];
  let lowest = { loss: first, from: 0 };
  for (let from = 0; from + size <= n; from += Math.max(1, size >> 1)) {
    const loss = quantile(losses.slice(from, from + size), 0.5);
    if (loss < lowest.loss) lowest = { loss, from };
  }
  const isFirst = lowest.loss === first;
  const changes = differences(losses.slice(lowest.from, lowest.from + size + 1));
  // After the first loss comes the rise itself; there, most of the last losses must lie above it instead.
  const noise = isFirst ? 0 : quantile(changes.map(Math.abs), 0.5) / MEDIAN_DIFFERENCE;
  const fall = first - lowest.loss;
  const least = Math.max(LOST_SHARE * fall, RISE_LEVEL_SHARE * Math.abs(lowest.loss), RISE_NOISE * noise);
  const rise = level - lowest.loss;
  if (!(rise > least) || (isFirst && !(quantile(last, LOWER_QUARTILE) > first))) return null;
  return {
    fromStep: buckets[isFirst ? 0 : lowest.from + (size >> 1)].lastStep,
    lowest: lowest.loss,
    level,
    noise,
    isExploded: rise > EXPLODED * Math.max(Math.abs(first), Math.abs(lowest.loss), fall),
  };
}

/** Whether the loss of a run that broke after too few losses for a level had exploded before: 2.3, 4e14, NaN. A loss of 0 has no scale. */
export function hasExplodedAtOnce({ buckets }: LossCurve): boolean {
  if (buckets.length === 0 || buckets.length >= LEVEL_LOSSES) return false;
  const first = Math.abs(buckets[0].newest);
  return first > 0 && buckets.at(-1)!.newest > EXPLODED_AT_ONCE * first;
}
