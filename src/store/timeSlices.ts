/** The length of a slice in milliseconds. The current step still finishes after that; both together should stay well below 20 ms. */
const SLICE_MS = 3;

/** Divides long work into slices of a few milliseconds, between which the event loop handles other events. */
export class TimeSlices {
  #end = performance.now() + SLICE_MS;

  /** Whether the current slice is over. Cheap enough to be called after every small step. */
  shouldYield(): boolean {
    return performance.now() >= this.#end;
  }

  /** Lets the event loop handle other events; a new slice starts when it resolves. */
  async yield(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#end = performance.now() + SLICE_MS;
  }

  /** Call it between steps of the work. */
  async yieldIfDue(): Promise<void> {
    if (this.shouldYield()) await this.yield();
  }
}
