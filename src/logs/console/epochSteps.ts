/**
 * Counts the steps of lines such as "Epoch [2/5], Step [100/600]" through all epochs: they begin anew in each, and the last of an epoch
 * is often not printed.
 */
export class EpochSteps {
  #offset = 0;
  #last: { readonly epoch: number; readonly step: number; readonly length: number } | null = null;
  /** Whether steps were seen to begin anew: those of other programs go on from epoch to epoch. */
  #beginAnew = false;
  /** 1 where epochs go from "0/600" to "600/600": these are 601 steps. */
  #more = 0;

  /**
   * @param length steps of an epoch, or of the whole training
   * @returns steps since training began
   */
  advance(epoch: number, step: number, length: number): number {
    const last = this.#last;
    this.#last = { epoch, step, length };
    if (!last) return step;
    this.#beginAnew ||= epoch > last.epoch && step <= last.step && length === last.length;
    const isWhole = step === 0 && last.step === last.length && epoch > last.epoch;
    if (isWhole && this.#offset === 0) this.#more = 1;
    if (this.#beginAnew) this.#offset = Math.max(0, this.#offset + (last.length + this.#more) * (epoch - last.epoch));
    return this.#offset + step;
  }
}
