import { period } from './length.ts';
import type { Length } from './length.ts';
import { stepsAfterWarmUp } from './shape.ts';
import type { Shape, Span } from './shape.ts';

/** The rate falls by the same factor in equal times, without stairs. */
export interface ExponentialSchedule {
  readonly name: 'exponential';
  readonly factor: number;
  /** Absent: all steps after the warm-up, so that the run ends at factor times the rate. */
  readonly every?: Length;
}

/** share(t) = factor^(t / every). Sources: Keras' ExponentialDecay; with every = 1 PyTorch's ExponentialLR, where factor is called gamma. */
export function exponentialShape({ factor, every }: ExponentialSchedule, span: Span): Shape {
  const steps = every === undefined ? stepsAfterWarmUp(span) : period(every, span.total);
  return (time) => factor ** (time / steps);
}
