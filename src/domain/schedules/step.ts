import { period } from './length.ts';
import type { Length } from './length.ts';
import { stepsAfterWarmUp } from './shape.ts';
import type { Shape, Span } from './shape.ts';

/** The rate is multiplied by a factor again and again. */
export interface StepSchedule {
  readonly name: 'step';
  readonly factor: number;
  /** Absent: a third of the steps after the warm-up, as in PyTorch's ImageNet example, which drops every 30 of 90 epochs. */
  readonly every?: Length;
}

/** share(t) = factor^⌊t / every⌋. Source: PyTorch's StepLR, where every is called step_size and factor gamma. */
export function stepShape({ factor, every }: StepSchedule, span: Span): Shape {
  const steps = every === undefined ? Math.ceil(stepsAfterWarmUp(span) / 3) : period(every, span.total);
  return (time) => factor ** Math.floor(time / steps);
}
