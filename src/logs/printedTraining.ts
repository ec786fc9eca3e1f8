import type { EndedEvent, RunEvent } from '../domain/runEvent.ts';
import { LiveRun } from './liveRun.ts';
import type { RowReader } from './logFormat.ts';
import type { LogOptions } from './logOptions.ts';

/** Characters of output without a training after which a program is taken for one that trains nothing. */
const MAX_QUIET_OUTPUT = 1_000_000;
/** Losses that make a training: a single number under that name may be anything. */
const MIN_LOSSES = 2;

/** What a program prints, read as a training from its second loss on; most programs train nothing, and cost little here. */
export class PrintedTraining {
  readonly #run: LiveRun;
  /** What happened before it was known to be a training. */
  #early: RunEvent[] = [];
  #quietOutput = 0;
  #isTraining = false;

  constructor(name: string, reader: RowReader, options: LogOptions) {
    this.#run = new LiveRun(name, reader, options);
  }

  /** Whether there were enough losses. */
  get isTraining(): boolean {
    return this.#isTraining;
  }

  /** Whether so much was printed without a loss that nothing more is read. */
  get hasGivenUp(): boolean {
    return !this.#isTraining && this.#quietOutput > MAX_QUIET_OUTPUT;
  }

  /** The events of further output, which may be cut anywhere; the first time that there are any, those of all output before. */
  push(text: string): RunEvent[] {
    if (this.hasGivenUp) return [];
    this.#quietOutput += text.length;
    return this.#once(this.#run.push(Buffer.from(text)));
  }

  /** The events of the newest sample, although its line may go on. */
  flush(): RunEvent[] {
    return this.#once(this.#run.flush());
  }

  /** The last events; none if it was no training. */
  end(ended: EndedEvent): RunEvent[] {
    const last = this.#once(this.#run.end());
    return this.#isTraining ? [...last, ended] : [];
  }

  #once(events: RunEvent[]): RunEvent[] {
    if (this.#isTraining) return events;
    this.#early.push(...events);
    if (this.#run.losses < MIN_LOSSES) return [];
    this.#isTraining = true;
    return this.#early.splice(0);
  }
}
