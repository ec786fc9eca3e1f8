import { clip, meanOf } from './featureMath.ts';
import { quantile } from '../levels.ts';

/** The largest single rise, and what came of it. */
export function jumpFeatures(
  y: readonly number[],
  changes: readonly number[],
  { wide, size }: { readonly wide: number; readonly size: number },
) {
  if (changes.length === 0) return { jump: 0, jumpAt: 0, jumpStays: 0 };
  const n = y.length;
  const at = changes.reduce((top, change, index) => (change > changes[top] ? index : top), 0);
  const usual = quantile(changes.map(Math.abs), 0.5) + 1e-9 * size;
  const before = meanOf(y.slice(Math.max(0, at - Math.max(3, Math.floor(n / 20))), at + 1));
  const later = y
    .slice(Math.min(n - 1, at + 1 + Math.max(2, Math.floor(n / 20))))
    .slice(0, Math.max(3, Math.floor(n / 20)));
  return {
    jump: clip(Math.log10(Math.max(changes[at], 1e-9 * size) / usual), -2, 6),
    jumpAt: at / Math.max(1, n - 1),
    jumpStays: clip((meanOf(later) - before) / wide, -1, 5),
  };
}
