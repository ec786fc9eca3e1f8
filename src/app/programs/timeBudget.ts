import * as l10n from '@vscode/l10n';
import type { EndedEvent } from '../../domain/runEvent.ts';

/** Milliseconds. */
const MINUTE = 60_000;

/** The time that the runs of a program may take together, from now on. */
export class TimeBudget {
  readonly #end: number;
  readonly #durations: number[] = [];

  /**
   * @param minutes more than 0
   * @param now milliseconds on a clock
   */
  constructor(
    private readonly minutes: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#end = now() + minutes * MINUTE;
  }

  /** Whole milliseconds. */
  get left(): number {
    return Math.max(0, Math.ceil(this.#end - this.now()));
  }

  /** Whether there is time for another run as long as the median of those that have ended. */
  get isEnough(): boolean {
    return this.left > 0 && medianOf(this.#durations) <= this.left;
  }

  /** To be called before a run starts; call what it returns when the run has ended. */
  startRun(): () => void {
    const start = this.now();
    return () => void this.#durations.push(this.now() - start);
  }

  /** How a run ends that there is no time for. */
  notStarted(): EndedEvent {
    const reason = l10n.t('Not started: too little of the {0} min was left for another run.', this.minutes);
    return { type: 'ended', state: 'cancelled', reason };
  }

  /** How a run ends that takes too long. */
  stopped(): EndedEvent {
    const reason = l10n.t('Stopped because the time ran out: {0} min for all runs.', this.minutes);
    return { type: 'ended', state: 'cancelled', reason };
  }
}

/** Of two middle ones the longer; 0 of none. */
function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b).at(Math.floor(values.length / 2)) ?? 0;
}
