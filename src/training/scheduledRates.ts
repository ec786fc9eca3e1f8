import type { RateSchedule, ScheduleState } from '../domain/rateSchedule.ts';
import type { Sample } from '../domain/sample.ts';

/** The rate of each step of a run, and the rates that its samples report: a sample has one only if it differs from the previous one. */
export class ScheduledRates {
  #reported: number | null;

  /** @param learningRate the rate that readers of the samples assume at first; null if the first sample is to report it */
  constructor(
    readonly schedule: RateSchedule,
    learningRate: number | null,
  ) {
    this.#reported = learningRate;
  }

  /** The rate of an update, counted from 1, and the part of the update's sample that reports it. */
  at(step: number): { readonly rate: number; readonly sample: Pick<Sample, 'rate'> } {
    const rate = this.schedule.rate(step);
    const sample = rate === this.#reported ? {} : { rate };
    this.#reported = rate;
    return { rate, sample };
  }

  /** Continues after a step whose sample was reported. */
  restore(state: ScheduleState, step: number): void {
    this.schedule.restore(state);
    this.#reported = this.schedule.rate(step);
  }
}
