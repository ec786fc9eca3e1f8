import type { CurveBucket } from './lossCurve.ts';

/** Mean of all losses in some buckets. */
export function meanLoss(buckets: readonly CurveBucket[]): number {
  const count = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  return buckets.reduce((sum, bucket) => sum + bucket.count * bucket.loss, 0) / count;
}

/** Lower quantile; NaN for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** The values' change from one to the next. */
export function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - values[index]);
}
