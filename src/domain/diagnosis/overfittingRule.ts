import type { HeldOutCurve } from './heldOutCurve.ts';
import { differences, meanLoss, quantile } from './levels.ts';
import type { LossCurve } from './lossCurve.ts';

/** A held-out loss that rises while the training loss falls. */
export interface Overfitting {
  readonly fromStep: number;
  readonly lowest: number;
  readonly newest: number;
}

/** The held-out loss must rise by this share of what it had fallen. */
const OVERFITTING_RISE = 0.1;

/**
 * The run overfits: its held-out loss was lowest before 80 % of its steps and has risen since by a tenth of what it had fallen and by
 * twice its own usual change, while the training loss kept falling.
 */
export function findOverfitting(curve: LossCurve, held: HeldOutCurve): Overfitting | null {
  const { lowest, newest, points } = held;
  if (!lowest || !newest || held.count < 4 || curve.count < 4) return null;
  if (lowest.step > 0.8 * newest.step) return null;
  const changes = differences(points.map(({ loss }) => loss)).map(Math.abs);
  const rise = newest.loss - lowest.loss;
  const { buckets } = curve;
  const before = buckets.filter(({ lastStep }) => lastStep <= lowest.step);
  const width = Math.max(1, buckets.length >> 3);
  if (before.length === 0 || meanLoss(buckets.slice(-width)) >= meanLoss(before.slice(-width))) return null;
  if (rise < OVERFITTING_RISE * (points[0].loss - lowest.loss) || rise < 2 * quantile(changes, 0.5)) return null;
  return { fromStep: lowest.step, lowest: lowest.loss, newest: newest.loss };
}
