import type { Scale } from './gainFeatures.ts';
import { clip, TINY } from './featureMath.ts';
import { quantile } from '../levels.ts';

/** How single losses differ from their neighbours. */
export function noiseFeatures(
  y: readonly number[],
  changes: readonly number[],
  lateChanges: readonly number[],
  { sd, size }: Pick<Scale, 'sd' | 'size'>,
) {
  const typical = (values: readonly number[]): number => {
    if (values.length === 0) return 0;
    const middle = quantile(values, 0.5);
    return (
      (1.4826 *
        quantile(
          values.map((value) => Math.abs(value - middle)),
          0.5,
        )) /
      Math.SQRT2
    );
  };
  const n = y.length;
  const least = TINY * size;
  const from = Math.max(1, Math.floor(n / 20));
  const late = typical(lateChanges);
  const early = typical(changes.slice(from, from + Math.max(2, n >> 2)));
  const turning = lateChanges.slice(1).filter((change, index) => change * lateChanges[index] < 0).length;
  return {
    noiseTrend: clip(Math.log10(Math.max(late, least) / Math.max(early, least)), -3, 3),
    heavy: clip(Math.log10(Math.max(sd, least) / Math.max(late, least)), -1, 3),
    turns: lateChanges.length > 1 ? turning / (lateChanges.length - 1) : 0.5,
    down: changes.length > 0 ? changes.filter((change) => change < 0).length / changes.length : 0.5,
  };
}
