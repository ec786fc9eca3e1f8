/** Milliseconds of work on end. A step that is under way when they are over comes on top. */
const SLICE = 5;

/** Divides long synchronous work into slices, between which the event loop has its turn. */
export class TimeSlices {
  #end = performance.now() + SLICE;

  /** Call it between steps of the work. */
  async pauseIfDue(): Promise<void> {
    if (performance.now() < this.#end) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#end = performance.now() + SLICE;
  }
}
