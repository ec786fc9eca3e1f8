import { quantile } from './levels.ts';
import type { LossCurve } from './lossCurve.ts';

/** With fewer losses, one that has been on both sides of 0 may still go either way. */
const MIN_LOSSES = 20;
/** Each sign must make up this share of both halves of a run: a likelihood that falls through 0 swings around it in one of them at most. */
const LEAST_SHARE = 0.1;

/**
 * Whether the loss is above and below 0 all along and began between, as the policy losses of reinforcement learning are: they have no floor, and
 * neither their level nor their size tells how well the model does. Also where it is too early to tell.
 */
export function hasNoFloor({ buckets, lowest, peak }: LossCurve): boolean {
  if (!lowest || !peak || lowest.loss >= 0 || peak.loss <= 0) return false;
  const n = buckets.length;
  if (n < MIN_LOSSES) return true;
  const losses = buckets.map(({ newest }) => newest);
  const isMixed = (part: readonly number[]): boolean =>
    quantile(part, LEAST_SHARE) < 0 && quantile(part, 1 - LEAST_SHARE) > 0;
  const later = losses.slice(n >> 1);
  const isBetween = losses[0] >= Math.min(...later) && losses[0] <= Math.max(...later);
  return isBetween && isMixed(losses.slice(0, n >> 1)) && isMixed(later);
}
