import type { Fraction } from './lineNumbers.ts';

/** "Epoch 3/10" above the bar of an epoch. */
const EPOCH = /^\s*Epoch \d+\/\d+\s*$/;
/** A bar of Keras 3, of Keras 2 and of both without a bar: "96/469 ━━━ 1s 4ms/step", "96/469 [==>...]", "469/469 - 2s". */
const BAR = /^\s*\d+\/(?:\d+|Unknown) ?(?:\[[=>.]*\]|[━─]+|-) /;

/** Lines that Keras prints while it trains or evaluates. */
export type KerasLine = 'epoch' | 'bar';

export function kerasLineOf(line: string): KerasLine | null {
  return EPOCH.test(line) ? 'epoch' : BAR.test(line) ? 'bar' : null;
}

/** Tells the bars of Keras' `fit` from those of `evaluate` and `predict`, which look the same but follow no line with an epoch. */
export class KerasBars {
  #hasEpochs = false;
  #isDone = false;
  #total = 0;

  /** Follows a line, and says whether it is a bar of an evaluation or a prediction. */
  isOther(line: KerasLine | null, fraction: Fraction | null): boolean {
    if (line === 'epoch') {
      this.#hasEpochs = true;
      this.#isDone = false;
      return false;
    }
    if (!fraction || line !== 'bar') return false;
    const { done, total } = fraction;
    if (this.#hasEpochs && this.#isDone && !(done === total && total === this.#total)) return true;
    this.#isDone = done === total;
    this.#total = total;
    return false;
  }
}
