import { period } from './length.ts';
import type { Length } from './length.ts';
import { stepsAfterWarmUp } from './shape.ts';
import type { Shape, Span } from './shape.ts';

/** The rate falls along a power of the time that is left. */
export interface PolynomialSchedule {
  readonly name: 'polynomial';
  /** By default 0.9, the "poly" policy of DeepLab (Chen et al. 2018); 1 is a straight line. */
  readonly power: number;
  /** Share of the learning rate that it falls to. */
  readonly end: number;
  /** Absent: all steps after the warm-up. */
  readonly over?: Length;
}

/**
 * share(t) = end + (1 − end) (1 − t / over)^power for t ≤ over, end beyond.
 * Sources: Keras' PolynomialDecay; with end = 0 PyTorch's PolynomialLR, where over is called total_iters.
 */
export function polynomialShape({ power, end, over }: PolynomialSchedule, span: Span): Shape {
  const steps = over === undefined ? stepsAfterWarmUp(span) : period(over, span.total);
  return (time) => end + (1 - end) * (1 - Math.min(1, time / steps)) ** power;
}
