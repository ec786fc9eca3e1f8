import type { RateSchedule, ScheduleState } from '../domain/rateSchedule.ts';
import type { Sample } from '../domain/run.ts';

/** The rates of a run, and what its samples have to say of them: a rate only where it is another than before. */
export class ScheduledRates {
  #told: number;

  /** @param learningRate what readers of samples take the rate to be until one says otherwise */
  constructor(
    readonly schedule: RateSchedule,
    learningRate: number,
  ) {
    this.#told = learningRate;
  }

  /** The rate of an update, counted from 1, and its part of the update's sample: empty while nothing changed. */
  at(step: number): { readonly rate: number; readonly sample: Pick<Sample, 'rate'> } {
    const rate = this.schedule.rate(step);
    const sample = rate === this.#told ? {} : { rate };
    this.#told = rate;
    return { rate, sample };
  }

  /** Goes on after a step whose sample has been told, with the state that the schedule had then. */
  restore(state: ScheduleState, step: number): void {
    this.schedule.restore(state);
    this.#told = this.schedule.rate(step);
  }
}
