import type { HeldOutCurve } from '../heldOutCurve.ts';
import { clip } from './featureMath.ts';

/** What the held-out losses do beside the training loss. */
export function heldFeatures(held: HeldOutCurve, end: number, drop: number) {
  const { lowest, newest, points } = held;
  if (!lowest || !newest || held.count < 3) return { hasHeld: 0, heldGap: 0, heldRise: 0, heldFall: 0 };
  return {
    hasHeld: 1,
    heldGap: clip((newest.loss - end) / drop, -2, 5),
    heldRise: clip((newest.loss - lowest.loss) / drop, 0, 5),
    heldFall: clip((points[0].loss - lowest.loss) / drop, 0, 2),
  };
}
