import { halfCosine } from './cosine.ts';
import { period } from './length.ts';
import type { Length } from './length.ts';
import { stepsAfterWarmUp } from './shape.ts';
import type { Shape, Span } from './shape.ts';

/** Half cosines one after the other, each from the full rate. */
export interface CosineRestartsSchedule {
  readonly name: 'cosine-restarts';
  /** Share of the learning rate that each cycle falls to. */
  readonly end: number;
  /** Each cycle is so many times as long as the one before. */
  readonly growth: number;
  /** Length of the first cycle. Absent: such that three cycles fill the steps after the warm-up. */
  readonly period?: Length;
}

/** Cycles that fill a run whose first cycle has no length of its own. */
const CYCLES = [0, 1, 2];

/**
 * share(t) = end + (1 − end) (1 + cos(π c / p)) / 2, where c counts the updates since the last restart and p is the length of
 * the cycle under way. Source: Loshchilov & Hutter 2017, "SGDR", equation 5; PyTorch's CosineAnnealingWarmRestarts, where the
 * period is called T_0 and the growth T_mult.
 */
export function cosineRestartsShape(schedule: CosineRestartsSchedule, span: Span): Shape {
  const { end, growth } = schedule;
  const first =
    schedule.period === undefined
      ? Math.ceil(stepsAfterWarmUp(span) / CYCLES.reduce((sum, cycle) => sum + growth ** cycle, 0))
      : period(schedule.period, span.total);
  return (time) => {
    let begun = 0;
    let length = first;
    while (time >= begun + length) {
      begun += length;
      length *= growth;
    }
    return halfCosine(1, end, (time - begun) / length);
  };
}
