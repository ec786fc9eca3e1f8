import { SCORED_SHARE } from './score.ts';

/** A loss and the step it was measured at. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

/** Fewest losses that are kept, however short the run is. */
const LEAST_KEPT = 64;

/** What the detector remembers of a loss curve: its extremes and its last tenth. Takes constant time a loss, amortised. */
export class LossHistory {
  #count = 0;
  #first: LossPoint | null = null;
  #peak: LossPoint | null = null;
  #lowest: LossPoint | null = null;
  #last: LossPoint | null = null;
  #kept: LossPoint[] = [];

  /** How many losses there are. */
  get count(): number {
    return this.#count;
  }

  get first(): LossPoint | null {
    return this.#first;
  }

  get last(): LossPoint | null {
    return this.#last;
  }

  /** The highest loss, the first of equal ones. */
  get peak(): LossPoint | null {
    return this.#peak;
  }

  /** The lowest loss, the first of equal ones. */
  get lowest(): LossPoint | null {
    return this.#lowest;
  }

  /** @param loss finite */
  take(step: number, loss: number): void {
    const point = { step, loss };
    this.#count++;
    this.#first ??= point;
    this.#last = point;
    if (!this.#peak || loss > this.#peak.loss) this.#peak = point;
    if (!this.#lowest || loss < this.#lowest.loss) this.#lowest = point;
    this.#kept.push(point);
    const needed = Math.max(LEAST_KEPT, tenthOf(this.#count));
    if (this.#kept.length > 2 * needed) this.#kept = this.#kept.slice(-needed);
  }

  /**
   * The last tenth of the losses: see scoreOf.
   * @param skipped losses at the start that do not count
   * @param least take at least so many, at most LEAST_KEPT, where there are as many
   */
  lastTenth(skipped = 0, least = 1): LossPoint[] {
    const count = this.#count - skipped;
    return count <= 0 ? [] : this.#kept.slice(-Math.min(count, Math.max(least, tenthOf(count))));
  }
}

function tenthOf(count: number): number {
  return Math.round(count * SCORED_SHARE);
}
