/** A row's epoch and step. */
interface Place {
  readonly epoch: number;
  readonly step: number;
}

/** Written with two decimals, as Hugging Face's Trainer does, the epoch tells the steps of an epoch to 1 % after so much of one. */
const MIN_FRACTION = 0.9;

/** Finds out how many steps an epoch has from rows that name both. */
export class EpochLength {
  #first: Place | null = null;
  #lastEpoch = NaN;
  #lastStep = NaN;
  #isFractional = false;
  /** The last rows of the first and of the newest epoch that is complete. */
  #firstEnd: Place | null = null;
  #lastEnd: Place | null = null;

  add(epoch: number, step: number): void {
    if (!Number.isInteger(epoch)) this.#isFractional = true;
    if (epoch > this.#lastEpoch) {
      this.#lastEnd = this.#last;
      this.#firstEnd ??= this.#lastEnd;
    }
    this.#first ??= { epoch, step };
    this.#lastEpoch = epoch;
    this.#lastStep = step;
  }

  get #last(): Place {
    return { epoch: this.#lastEpoch, step: this.#lastStep };
  }

  /** Null while it is not known. */
  get steps(): number | null {
    const [from, to] = this.#isFractional ? [this.#first, this.#last] : [this.#firstEnd, this.#lastEnd];
    const epochs = from && to ? to.epoch - from.epoch : 0;
    if (!from || !to || epochs < MIN_FRACTION) return null;
    const steps = Math.round((to.step - from.step) / epochs);
    return steps >= 1 ? steps : null;
  }
}
