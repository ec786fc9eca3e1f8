/** A loss and the step it was measured at. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

/** The newest losses of a run and their steps, in order. */
export interface LastLosses {
  readonly steps: readonly number[];
  readonly losses: readonly number[];
}

/** Share of the losses that are kept, the newest. */
const KEPT_SHARE = 0.1;
/** Fewest losses that are kept, however short the run is. */
const MIN_KEPT = 64;

/** What the detector remembers of a loss curve: its extremes and the newest tenth. Takes constant time a loss, amortised. */
export class LossHistory {
  #count = 0;
  #first: LossPoint | null = null;
  #peak: LossPoint | null = null;
  #lowest: LossPoint | null = null;
  #keptSteps: number[] = [];
  #keptLosses: number[] = [];

  /** How many losses there are. */
  get count(): number {
    return this.#count;
  }

  get first(): LossPoint | null {
    return this.#first;
  }

  /** Step of the newest loss; −1 before the first. */
  get lastStep(): number {
    return this.#keptSteps.at(-1) ?? -1;
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
  add(step: number, loss: number): void {
    this.#count++;
    this.#first ??= { step, loss };
    if (!this.#peak || loss > this.#peak.loss) this.#peak = { step, loss };
    if (!this.#lowest || loss < this.#lowest.loss) this.#lowest = { step, loss };
    this.#keptSteps.push(step);
    this.#keptLosses.push(loss);
    const needed = Math.max(MIN_KEPT, Math.ceil(this.#count * KEPT_SHARE));
    if (this.#keptLosses.length <= 2 * needed) return;
    this.#keptSteps = this.#keptSteps.slice(-needed);
    this.#keptLosses = this.#keptLosses.slice(-needed);
  }

  /**
   * The newest losses, fewer if there are not as many.
   * @param count at most a tenth of the losses, or MIN_KEPT where that is more
   */
  last(count: number): LastLosses {
    const from = Math.max(0, this.#keptLosses.length - count);
    return { steps: this.#keptSteps.slice(from), losses: this.#keptLosses.slice(from) };
  }
}
