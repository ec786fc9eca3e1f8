import type { Length } from './length.ts';

/** A gentle start before any schedule but one-cycle, which has one of its own. */
export interface WarmUp {
  /** How long the rate rises to where the schedule begins. */
  readonly warmup?: Length;
  /** Share of that rate that it starts from. Absent: 1 / (warm-up steps + 1), so that the rate climbs even stairs from 0. */
  readonly warmupStart?: number;
}

/**
 * share(t) = start + (1 − start) t / steps for t < steps; the schedule takes over at t = steps, where the line would arrive.
 * Sources: Goyal et al. 2017, "Accurate, Large Minibatch SGD", section 2.2; PyTorch's SequentialLR of a LinearLR with
 * start_factor and total_iters = steps, and the schedule from the milestone steps on.
 */
export function warmUpShare(steps: number, start: number = 1 / (steps + 1)): (time: number) => number {
  return (time) => (time < steps ? start + ((1 - start) * time) / steps : 1);
}
