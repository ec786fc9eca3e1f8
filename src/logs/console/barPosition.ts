import type { Fraction } from './lineNumbers.ts';

/** Counts the steps of a progress bar through all epochs: it begins anew in each. */
export class BarPosition {
  #offset = 0;
  #first: number | null = null;
  #last: Fraction = { done: 0, total: 0 };
  #epoch = -Infinity;

  /**
   * @param isTraining whether this is the bar of the training beyond doubt: the loss stands in it, or there was no loss yet. Other bars,
   * of downloads or of an evaluation, count only while their length is that of the training's
   * @param epoch the one that the bar belongs to, if it is known
   * @returns steps since training began; undefined for another bar than that of the training
   */
  advance({ done, total }: Fraction, isTraining: boolean, epoch = this.#epoch): number | undefined {
    if (!isTraining && total !== this.#last.total) return undefined;
    this.#first ??= done;
    const last = this.#last;
    const isNext = done < last.done || (epoch > this.#epoch && done <= last.done);
    if (isNext && last.total === total) {
      // A bar that is drawn from 0 to its end has one state more than steps.
      this.#offset += total + (this.#first === 0 && done === 0 && last.done === total ? 1 : 0);
    } else if (isNext && last.total === Infinity) this.#offset += last.done;
    this.#last = { done, total };
    this.#epoch = epoch;
    return this.#offset + done;
  }
}
