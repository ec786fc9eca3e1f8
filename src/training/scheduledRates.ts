import type { RateSchedule } from '../domain/rateSchedule.ts';
import type { EpochSummary, Sample } from '../domain/run.ts';

/** The rates of a run, and what its samples have to say of them: a rate only where it is another than before. */
export class ScheduledRates {
  readonly #schedule: RateSchedule;
  #told: number;

  /** @param learningRate what readers of samples take the rate to be until one says otherwise */
  constructor(schedule: RateSchedule, learningRate: number) {
    this.#schedule = schedule;
    this.#told = learningRate;
  }

  /** The rate of an update, counted from 1, and its part of the update's sample: empty while nothing changed. */
  at(step: number): { readonly rate: number; readonly changed: Pick<Sample, 'rate'> } {
    const rate = this.#schedule.rate(step);
    const changed = rate === this.#told ? {} : { rate };
    this.#told = rate;
    return { rate, changed };
  }

  /** To be called with each epoch when it is over. */
  observe({ loss }: EpochSummary): void {
    this.#schedule.observe(loss);
  }

  /** Goes on where an earlier training of the same run was after its step: with these epochs over, and its samples told. */
  catchUp(step: number, epochs: readonly EpochSummary[]): void {
    for (const epoch of epochs) this.observe(epoch);
    this.at(step);
  }
}
