import { period } from './length.ts';
import type { Length } from './length.ts';
import { stepsAfterWarmUp } from './shape.ts';
import type { Shape, Span } from './shape.ts';

/** The rate follows a straight line and stays at its end. */
export interface LinearSchedule {
  readonly name: 'linear';
  /** Share of the learning rate that the line starts from. */
  readonly start: number;
  /** Share of the learning rate that it leads to. */
  readonly end: number;
  /** Absent: all steps after the warm-up. */
  readonly over?: Length;
}

/**
 * share(t) = start + (end − start) t / over for t ≤ over, end beyond.
 * Source: PyTorch's LinearLR, where they are called start_factor, end_factor and total_iters.
 */
export function linearShape({ start, end, over }: LinearSchedule, span: Span): Shape {
  const steps = over === undefined ? stepsAfterWarmUp(span) : period(over, span.total);
  return (time) => start + (end - start) * Math.min(1, time / steps);
}
