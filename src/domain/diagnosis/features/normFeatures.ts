import { clip, meanOf } from './featureMath.ts';
import { differences, quantile } from '../levels.ts';
import type { CurveBucket } from '../lossCurve.ts';

/** What the logged gradient norms do. */
export function normFeatures(buckets: readonly CurveBucket[], rate: number | null, size: number) {
  const norms = buckets
    .map(({ logNorm }) => clip(logNorm, -30, 30))
    .filter((_, i) => !Number.isNaN(buckets[i].logNorm));
  const m = norms.length;
  if (m < 4) return { hasNorm: 0, normEnd: 0, normPeak: 0, normMiddle: 0, normNoise: 0, normPromise: 0 };
  const first = quantile(norms.slice(0, Math.max(2, Math.floor(m / 20))), 0.5);
  const steps = buckets.at(-1)!.lastStep;
  return {
    hasNorm: 1,
    normEnd: clip(quantile(norms.slice(-Math.max(2, Math.floor(m / 5))), 0.5) - first, -6, 6),
    normPeak: clip(Math.max(...norms) - first, 0, 8),
    normMiddle: clip(quantile(norms.slice(m >> 2, m >> 1), 0.5) - first, -6, 6),
    normNoise: clip(meanOf(differences(norms.slice(m >> 1)).map(Math.abs)), 0, 3),
    normPromise: rate === null ? 0 : clip(2 * first + Math.log10((rate * (steps + 1)) / size), -8, 10),
  };
}
