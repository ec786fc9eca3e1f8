/** How many updates a schedule has to spread itself over. */
export interface Span {
  /** All updates of the run, which percentages refer to. */
  readonly total: number;
  /** The updates before the schedule begins, spent on warming up. */
  readonly before: number;
}

/**
 * The share of the learning rate that is in force at an update.
 * @param time updates since the schedule began: 0 for the first one after the warm-up. PyTorch calls it the last epoch
 */
export type Shape = (time: number) => number;

/** The updates that are left when the warm-up is over, at least one. */
export function rest({ total, before }: Span): number {
  return Math.max(1, total - before);
}
