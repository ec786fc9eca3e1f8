import type { Slices } from '../../code/yieldPolicy.ts';

/** Milliseconds of a slice. The step that is under way when it ends comes on top; together they should stay well below 20 ms. */
const SLICE = 3;

/** Slices of a few milliseconds, between which the event loop goes round. */
export class TimeSlices implements Slices {
  #end = 0;

  isOver(): boolean {
    return performance.now() >= this.#end;
  }

  async next(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#end = performance.now() + SLICE;
  }
}
