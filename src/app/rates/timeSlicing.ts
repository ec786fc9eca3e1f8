import type { YieldPolicy } from '../../code/yieldPolicy.ts';

/** The length of a slice in milliseconds. The current step still ends after that; together they should stay well below 20 ms. */
const SLICE_MS = 3;

/** Pauses every few milliseconds for a turn of the event loop. */
export class TimeSlicing implements YieldPolicy {
  #sliceEnd = 0;

  shouldYield(): boolean {
    return performance.now() >= this.#sliceEnd;
  }

  async yield(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#sliceEnd = performance.now() + SLICE_MS;
  }
}
