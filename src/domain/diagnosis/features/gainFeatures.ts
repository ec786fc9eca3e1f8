import { clip, meanOf, squash, TINY } from './featureMath.ts';
import type { CurveBucket } from '../lossCurve.ts';

/** What losses are measured in, see CurveFeatures. */
export interface Scale {
  readonly start: number;
  readonly low: number;
  readonly drop: number;
  readonly sd: number;
  readonly size: number;
}

/** What more training at the same rate would bring, on the axis of the summed rates (Aitken's extrapolation). */
export function gainFeatures(buckets: readonly CurveBucket[], { start, low, drop, sd, size }: Scale) {
  const n = buckets.length;
  const hasRates = buckets.every(({ rate }) => rate >= 0);
  const axis: number[] = [];
  let sum = 0;
  for (const { rate, count } of buckets) axis.push((sum += hasRates ? rate * count : count));
  const between = (from: number, to: number): number => {
    const inside = buckets.filter((_, index) => axis[index] > from * sum && axis[index] <= to * sum);
    if (inside.length > 0) return meanOf(inside.map(({ loss }) => loss));
    const at = axis.findIndex((value) => value >= ((from + to) / 2) * sum);
    return buckets[at < 0 ? n - 1 : at].loss;
  };
  const [early, middle, late] = [between(0.17, 0.3), between(0.38, 0.62), between(0.8, 1)];
  const [first, second] = [early - middle, middle - late];
  const wide = Math.max(drop, sd);
  const ratio = second > 0 ? (first > 0 ? clip(second / first, 0, 0.95) : 0.95) : 0;
  const rest = (Math.max(second, 0) * ratio) / (1 - ratio);
  // Over the last decade of steps, and the one before it.
  const at = (share: number): number => {
    const from = Math.max(1, Math.floor(share * n));
    return meanOf(buckets.slice(from, Math.max(from + 1, Math.floor(1.6 * from))).map(({ loss }) => loss));
  };
  const [a, b] = [at(0.1), at(1 / 3)];
  return {
    gain1: clip(first / wide, -1, 1),
    gain2: clip(second / wide, -1, 1),
    gainRatio: ratio,
    remaining: clip(rest / Math.max(start - low + rest, sd, TINY), 0, 1),
    gainSure: clip(squash(second / Math.max(sd * Math.sqrt(8 / Math.max(n, 8)), 1e-9 * size)), -5, 5),
    decadeFall: clip((b - late) / Math.max(Math.abs(a - late) + Math.abs(b - late), TINY), -1, 1) * (a > late ? 1 : -1),
  };
}
