import { differences, quantile } from './levels.ts';
import type { LossCurve } from './lossCurve.ts';

/** A rise that comes back. */
export interface Spike {
  /** The last of the steps that the highest loss may be of: losses of neighbouring steps are kept together. */
  readonly step: number;
  readonly loss: number;
  /** The level before it. */
  readonly level: number;
}

/** The fewest losses in which a spike can be told from noise. */
const MIN_LOSSES = 24;

/** A spike is this many times the usual spread of neighbours above its level. */
const SPIKE_NOISE = 8;
/** … and this share of what the loss had fallen. */
const SPIKE_SHARE = 0.5;

/**
 * The highest loss after the first fifth of the run is a spike if it lies above the level before it by eight times the typical
 * difference of neighbours and half of what the loss had fallen, and the level after it has come back by at least two thirds.
 */
export function findSpike(curve: LossCurve): Spike | null {
  const { buckets } = curve;
  const n = buckets.length;
  if (curve.count < MIN_LOSSES) return null;
  const from = Math.ceil(n / 5);
  let at = from;
  for (let index = from; index < n; index++) if (buckets[index].highest > buckets[at].highest) at = index;
  const width = Math.max(3, Math.floor(n / 20));
  const before = buckets.slice(Math.max(0, at - width), at);
  const after = buckets.slice(at + 1 + width, at + 1 + 2 * width);
  if (after.length === 0) return null;
  const [level, later] = [
    quantile(
      before.map(({ loss }) => loss),
      0.5,
    ),
    quantile(
      after.map(({ loss }) => loss),
      0.5,
    ),
  ];
  const top = buckets[at];
  const rise = top.highest - level;
  const noise = quantile(differences(buckets.map(({ newest }) => newest)).map(Math.abs), 0.5);
  const fall = Math.max(0, buckets[0].loss - level);
  if (rise < SPIKE_NOISE * noise || rise < SPIKE_SHARE * fall || later - level > rise / 3) return null;
  return { step: top.lastStep, loss: top.highest, level };
}
