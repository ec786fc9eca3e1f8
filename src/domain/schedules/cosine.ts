import { period } from './length.ts';
import type { Length } from './length.ts';
import { stepsAfterWarmUp } from './shape.ts';
import type { Shape, Span } from './shape.ts';

/** The rate falls along half a cosine and stays at its end. */
export interface CosineSchedule {
  readonly name: 'cosine';
  /** Share of the learning rate that it falls to. */
  readonly end: number;
  /** Absent: all steps after the warm-up. */
  readonly over?: Length;
}

/**
 * share(t) = end + (1 − end) (1 + cos(π t / over)) / 2 for t ≤ over, end beyond.
 * Source: Loshchilov & Hutter 2017, "SGDR", equation 5. PyTorch's CosineAnnealingLR agrees up to t = over (its T_max, with
 * eta_min = end · rate); beyond, it climbs again, which nobody wants who asks for a decay.
 */
export function cosineShape({ end, over }: CosineSchedule, span: Span): Shape {
  const steps = over === undefined ? stepsAfterWarmUp(span) : period(over, span.total);
  return (time) => halfCosine(1, end, Math.min(1, time / steps));
}

/** From one value to another along half a cosine: flat at both ends, steepest between. */
export function halfCosine(from: number, to: number, progress: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
}
