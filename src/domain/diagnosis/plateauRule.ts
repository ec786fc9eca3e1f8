import { meanLoss } from './levels.ts';
import type { LossCurve } from './lossCurve.ts';

/** A loss that has stopped falling. */
export interface Plateau {
  readonly fromStep: number;
  readonly level: number;
  /** What the loss has fallen since then, as a share of the first loss. */
  readonly fall: number;
}

/** The fewest losses in which a plateau can be told from chance. */
const MIN_LOSSES = 6;

/** Over its last half a loss on a plateau falls by less than this share of its first value. */
const PLATEAU_FALL = 0.02;
/** … and it stays above this share of its first value. */
const PLATEAU_LEVEL = 0.5;

/**
 * The loss is on a plateau: over the last half of the run it has fallen by less than 2 % of its first value, and it lies above half of
 * its first value.
 */
export function findPlateau(curve: LossCurve): Plateau | null {
  const { buckets } = curve;
  const n = buckets.length;
  if (curve.count < MIN_LOSSES) return null;
  const first = buckets[0].loss;
  const level = meanLoss(buckets.slice(Math.floor(n * 0.8)));
  const fall = meanLoss(buckets.slice(n >> 1, Math.ceil(n * 0.7))) - level;
  if (Math.abs(fall) > PLATEAU_FALL * Math.abs(first) || level < PLATEAU_LEVEL * first || first <= 0) return null;
  // Since when: the first bucket from which on no level is higher than this by more than the same share.
  const size = Math.max(1, Math.floor(n / 20));
  let from = n >> 1;
  const isLevel = (at: number): boolean =>
    Math.abs(meanLoss(buckets.slice(at, at + size)) - level) < 2 * PLATEAU_FALL * first;
  while (from >= size && isLevel(from - size)) from -= size;
  return { fromStep: buckets[from].firstStep, level, fall: fall / first };
}
