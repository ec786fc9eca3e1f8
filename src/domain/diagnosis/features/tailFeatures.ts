import { clip, lg, meanOf, squash, TINY } from './featureMath.ts';
import { quantile } from '../levels.ts';

/** The last half: its trend, what is left without the trend, and the spread of its last third. */
export function tailFeatures(half: readonly number[], drop: number, size: number) {
  const n = half.length;
  const middle = meanOf(half);
  const at = half.map((_, index) => (n > 1 ? index / (n - 1) - 0.5 : 0));
  const spread = at.reduce((sum, u) => sum + u * u, 0);
  const slope = spread > 0 ? at.reduce((sum, u, index) => sum + u * (half[index] - middle), 0) / spread : 0;
  const rest = half.map((value, index) => value - middle - slope * at[index]);
  const squares = rest.reduce((sum, r) => sum + r * r, 0);
  const error = Math.sqrt(Math.max(squares, 1e-300) / Math.max(n - 2, 1) / Math.max(spread, 1e-9));
  const variance = squares / n;
  const isNoisy = n > 4 && variance > (1e-7 * size) ** 2;
  const correlation = (lag: number): number =>
    isNoisy ? clip(meanOf(rest.slice(lag).map((r, index) => r * rest[index])) / variance, -1, 1) : 0;
  const tail = half.slice(Math.floor(n / 3));
  const [q05, q50, q95] = [0.05, 0.5, 0.95].map((share) => quantile(tail, share));
  return {
    slope: clip(-slope / drop, -2, 2),
    slopeSure: squash(clip(-slope / Math.max(error, TINY * size), -50, 50)),
    correlation1: correlation(1),
    correlation2: correlation(2),
    skew: isNoisy ? clip(meanOf(rest.map((r) => r ** 3)) / variance ** 1.5, -3, 6) : 0,
    tailSpread: lg((q95 - q05) / drop, -5, 3),
    tailSkew: clip((q95 - 2 * q50 + q05) / Math.max(q95 - q05, 1e-9 * size), -1, 1),
  };
}
