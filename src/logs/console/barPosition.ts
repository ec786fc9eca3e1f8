import type { Fraction } from './lineNumbers.ts';

/** What is known of a state of a progress bar. */
interface BarState {
  /**
   * Whether this is the bar of the training beyond doubt: the loss or the rate stands in it, or there was no loss yet. Other bars, of downloads or of
   * an evaluation, count only while their length is that of the training's.
   */
  readonly isTraining: boolean;
  /** Whether a loss stands in it. */
  readonly hasLoss: boolean;
  /** The one that it belongs to, if it is known. */
  readonly epoch: number | undefined;
  /** Whether it says so itself, and is not one that is drawn again and again. */
  readonly namesEpoch: boolean;
}

/** Counts the steps of a progress bar through all epochs: it begins anew in each. */
export class BarPosition {
  #offset = 0;
  /** Where the first loss stood. */
  #first: number | null = null;
  #last: Fraction = { done: 0, total: 0 };
  #epoch = -Infinity;
  /** Whether the bar was never seen before it was complete: notebooks keep only how the bar of each epoch has ended. */
  #isAlwaysComplete = true;

  /** @returns steps since training began; undefined for another bar than that of the training */
  advance({ done, total }: Fraction, state: BarState): number | undefined {
    const { isTraining, hasLoss, epoch = this.#epoch, namesEpoch } = state;
    if (!isTraining && total !== this.#last.total) return undefined;
    // Another training begins: Keras' "Epoch 1/10" once more.
    if (epoch < this.#epoch) this.#restart();
    // Before there is a loss, a bar of another length is that of a download, or of the data.
    if (this.#first === null && total !== this.#last.total) this.#restart();
    if (hasLoss) this.#first ??= done;
    const last = this.#last;
    // Another training begins where the same epoch does once more.
    const isSameEpoch = namesEpoch && epoch === this.#epoch && total === last.total;
    // Lightning draws the bar at 0 twice, as that of the last epoch and as that of the next.
    const isNext =
      (done < last.done && !isSameEpoch) ||
      (epoch > this.#epoch && this.#epoch > -Infinity && done <= last.done && last.done > 0) ||
      (hasLoss && done === total && this.#isAlwaysComplete && epoch === -Infinity && last.done === done);
    this.#isAlwaysComplete = done === total && (this.#isAlwaysComplete || isNext);
    if (isNext && last.total === total) {
      // A bar that has a loss from 0 to its end has one state more than steps.
      this.#offset += total + (this.#first === 0 && done === 0 && last.done === total ? 1 : 0);
    } else if (isNext && last.total === Infinity) this.#offset += last.done;
    this.#last = { done, total };
    this.#epoch = epoch;
    return this.#offset + done;
  }

  #restart(): void {
    this.#offset = 0;
    this.#last = { done: 0, total: 0 };
    this.#epoch = -Infinity;
  }
}
