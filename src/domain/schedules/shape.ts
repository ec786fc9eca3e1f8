/** The number of updates in a run and in its warm-up. */
export interface Span {
  /** All updates of the run, which percentages refer to. */
  readonly total: number;
  /** Updates of the warm-up, before the schedule begins. */
  readonly warmUpSteps: number;
}

/**
 * The share of the learning rate that is in force at an update.
 * @param time updates since the schedule began: 0 for the first one after the warm-up. PyTorch calls it the last epoch
 */
export type Shape = (time: number) => number;

/** The number of updates after the warm-up, at least one. */
export function stepsAfterWarmUp({ total, warmUpSteps }: Span): number {
  return Math.max(1, total - warmUpSteps);
}
