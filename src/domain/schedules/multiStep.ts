import { wholeSteps } from './length.ts';
import type { Length } from './length.ts';
import type { Shape, Span } from './shape.ts';

/** The rate is multiplied by a factor at chosen steps. */
export interface MultiStepSchedule {
  readonly name: 'multi-step';
  readonly factor: number;
  /** After how many steps of the run, the warm-up included. By default 50 % and 75 %: He et al. 2016 drop at 32,000 and 48,000 of 64,000. */
  readonly at: readonly Length[];
}

/** share(t) = factor^(milestones m ≤ t). Source: PyTorch's MultiStepLR, where factor is called gamma. */
export function multiStepShape({ factor, at }: MultiStepSchedule, { total, warmUpSteps }: Span): Shape {
  const milestones = at.map((length) => wholeSteps(length, total) - warmUpSteps);
  return (time) => factor ** milestones.filter((milestone) => milestone <= time).length;
}
