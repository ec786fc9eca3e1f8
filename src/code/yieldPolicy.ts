/** Long work done in slices, so that others get their turn in between. */
export interface Slices {
  /** Whether the work should stop for a moment. Asked very often. */
  isOver(): boolean;
  /** Lets others have their turn, and begins the next slice. */
  next(): Promise<void>;
}

/** For whoever has nothing else to do meanwhile. */
export const IN_ONE_GO: Slices = { isOver: () => false, next: () => Promise.resolve() };

/** Takes all steps of some work, slice by slice. */
export async function inSlices<T>(steps: Generator<void, T>, slices: Slices): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    if (slices.isOver()) await slices.next();
  }
}
