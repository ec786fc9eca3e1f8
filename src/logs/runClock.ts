import type { LogShape } from './logShape.ts';

/** What goes back more often, and at more than a tenth of all rows, is no clock, but says how long a step took. */
const MAX_TIMES_BACK = 1;

/** Counts the seconds of a run from the times of its rows. */
export class RunClock {
  #first: number | null = null;
  /** Seconds since the first time. */
  #newest = 0;
  #times = 0;
  #timesBack = 0;
  /** Before the newest time. */
  #restarts = 0;

  /** @param shape learns whether the times are those of a clock */
  constructor(private readonly shape: LogShape) {}

  /**
   * Seconds since the first time, to milliseconds: more says nothing, and takes room on disk.
   * @param time in seconds from some moment
   * @param restarts of the training before it
   * @returns undefined for a time that goes back
   */
  secondsAt(time: number, restarts: number): number | undefined {
    this.#first ??= time;
    // Of a program that was started again, some clocks begin anew.
    if (restarts > this.#restarts && time - this.#first < this.#newest) this.#first = time - this.#newest;
    this.#restarts = restarts;
    this.#times++;
    const seconds = Math.round((time - this.#first) * 1000) / 1000;
    if (seconds >= this.#newest) return (this.#newest = seconds);
    if (++this.#timesBack > MAX_TIMES_BACK && this.#timesBack > this.#times / 10) this.shape.leaveOutTimes();
    return undefined;
  }
}
