import { lg, meanOf } from './featureMath.ts';
import type { CurveBucket } from '../lossCurve.ts';

/** When the fall was done, by the lowest mean of five neighbours so far. */
export function timeFeatures(buckets: readonly CurveBucket[]) {
  const n = buckets.length;
  const around = n >= 20 ? 2 : 0;
  const lowest: number[] = [];
  for (let index = 0; index < n; index++) {
    const near = buckets.slice(Math.max(0, index - around), index + around + 1);
    lowest.push(Math.min(lowest.at(-1) ?? Infinity, meanOf(near.map(({ loss }) => loss))));
  }
  const fall = lowest[0] - lowest[n - 1];
  const when = (share: number): number => lowest.findIndex((value) => value <= lowest[0] - share * fall);
  return {
    time50: lg((when(0.5) + 1) / n, -4, 0),
    time90: lg((when(0.9) + 1) / n, -4, 0),
    step50: lg(1 + buckets[Math.max(0, when(0.5))].lastStep, 0, 6),
  };
}
