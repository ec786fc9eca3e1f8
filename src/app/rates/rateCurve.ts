import type { RateCurve, ScheduleUnit } from '../../charts/scheduleSketch.ts';
import type { SchedulerOutline } from '../../code/outline/trainingOutline.ts';
import { createRateSchedule } from '../../domain/rateSchedule.ts';
import { readSchedule, SHAPE_STEPS } from './readSchedule.ts';

/** The most points of a curve. */
const MAX_POINTS = 120;

/** A scheduler and what it works on. */
export interface ScheduledRate {
  readonly scheduler: Pick<SchedulerOutline, 'name' | 'settings'>;
  /** The optimizer's rate; null if unknown. */
  readonly base: number | null;
  /** What its steps are; null if unknown. */
  readonly unit: ScheduleUnit | null;
}

/** The curve of the rate under a scheduler; null if the numbers in the code don't tell. */
export function rateCurve({ scheduler, base, unit }: ScheduledRate): RateCurve | null {
  const found = readSchedule(scheduler, base);
  if (!found) return null;
  try {
    const steps = found.steps === null ? SHAPE_STEPS : Math.round(found.steps);
    // One step more than the length, so that the curve includes the final rate.
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
      unit,
    };
  } catch (error) {
    // The schedule doesn't fit into its own number of steps.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** If the peak is between two points, moves the nearest of them to it. */
function withExactPeak(rates: readonly number[], peak: number): number[] {
  const highest = Math.max(...rates);
  const isNear = highest < peak && highest > 0.95 * peak;
  return rates.map((rate) => (isNear && rate === highest ? peak : rate));
}
