import { finitePart, LOSS_CAP, SMOOTHING_DECADES, startLoss } from './medianCurve.ts';
import type { RatePoint } from './medianCurve.ts';

/**
 * A repeat that was stopped because its loss had diverged, as it would have gone on: with losses as high as a curve counts them, for as
 * long as its smoothing looks back. Where a loss explodes within a few steps, these few would vanish in the smoothed curve. One that
 * ended for another reason stays as it is.
 * @param points by ascending rate
 */
export function withRise(points: readonly RatePoint[]): readonly RatePoint[] {
  const finite = finitePart(points);
  const [before, last] = finite.slice(-2);
  if (!last) return points;
  const start = startLoss(finite);
  if (finite.length === points.length && last[1] <= start) return points;
  const factor = last[0] / before[0];
  const count = Math.ceil((SMOOTHING_DECADES * Math.LN10) / Math.log(factor));
  const high = LOSS_CAP * start;
  return [
    ...finite,
    ...Array.from({ length: count }, (_, index): RatePoint => [last[0] * factor ** (index + 1), high]),
  ];
}
