import type { RateCurve } from '../../charts/scheduleSketch.ts';
import type { SchedulerOutline } from '../../code/outline/trainingOutline.ts';
import { createRateSchedule } from '../../domain/rateSchedule.ts';
import { readSchedule, SHAPE_STEPS } from './readSchedule.ts';

/** A course is drawn through so many points at most. */
const MAX_POINTS = 120;

/**
 * How the rate changes under a scheduler, as far as numbers in the code tell it.
 * @param base the optimizer's rate; null if it is not known
 */
export function rateCurve(
  scheduler: Pick<SchedulerOutline, 'name' | 'settings'>,
  base: number | null,
): RateCurve | null {
  const found = readSchedule(scheduler, base);
  if (!found) return null;
  try {
    const steps = found.steps === null ? SHAPE_STEPS : Math.round(found.steps);
    // The whole course takes one step more than its length: it ends where it has gone all the way.
    const total = found.schedule.name === 'one-cycle' ? steps : steps + 1;
    const schedule = createRateSchedule(found.schedule, found.rate, total);
    const points = Math.min(total, MAX_POINTS);
    const rates = Array.from({ length: points }, (_, index) =>
      schedule.rate(1 + Math.round((index / (points - 1)) * (total - 1))),
    );
    if (!rates.every((rate) => Number.isFinite(rate) && rate >= 0) || Math.max(...rates) === 0) return null;
    return {
      name: scheduler.name,
      rates: withExactPeak(rates, found.rate),
      isStepped: /step$/.test(found.schedule.name),
      steps: found.steps === null ? null : steps,
    };
  } catch (error) {
    // A schedule that does not fit into its own steps is no picture.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The top of a climb may lie between two points: it is put where it is nearest. */
function withExactPeak(rates: readonly number[], top: number): number[] {
  const highest = Math.max(...rates);
  const isNear = highest < top && highest > 0.95 * top;
  return rates.map((rate) => (isNear && rate === highest ? top : rate));
}
