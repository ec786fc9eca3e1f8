import type { LogRow } from './logRow.ts';

/** Rows that are kept until the first with a loss or the like: it shows what their steps are. */
const MAX_EARLY = 1000;

/** Where the rows of a run stand that measure none of the roles. The training knows nothing of them. */
export class LoneRows {
  #early: LogRow[] = [];
  #step = -Infinity;

  /** Of the newest one; -Infinity before the first. */
  get step(): number {
    return this.#step;
  }

  /** Keeps a row above all others. */
  keep(row: LogRow): void {
    if (this.#early.length < MAX_EARLY) this.#early.push(row);
  }

  /** The rows that were kept, once. */
  takeEarly(): readonly LogRow[] {
    const early = this.#early;
    this.#early = [];
    return early;
  }

  /**
   * The step of a row: its own if the log gets further with it, and else that of the newest row.
   * @param newest step of the training
   */
  stepOf(own: number | undefined, newest: number): number {
    const reached = Math.max(newest, this.#step);
    return own !== undefined && own > reached ? own : reached;
  }

  /** Tells where the newest one stands. */
  advance(step: number): void {
    this.#step = step;
  }
}
