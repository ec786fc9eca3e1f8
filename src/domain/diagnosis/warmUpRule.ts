import type { LossCurve } from './lossCurve.ts';

/** Where in the curve the rate must have been lower for it to rise still. */
const BEFORE = 0.9;
const RISES = 1.001;

/**
 * Whether the rate of a run is only the highest that a warm-up has reached so far. It is low on purpose, and what it is going to be is not
 * known yet.
 */
export function isWarmingUp({ buckets }: LossCurve, rate: number | null): boolean {
  if (rate === null || buckets.length < 2) return false;
  const newest = buckets.at(-1)!.rate;
  const before = buckets[Math.floor(BEFORE * (buckets.length - 1))].rate;
  return newest >= rate && newest > RISES * before;
}
