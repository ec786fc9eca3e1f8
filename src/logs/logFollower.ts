import type { RunEnd, RunEvent } from '../domain/runEvent.ts';
import { MAX_READINGS } from './log.ts';
import type { Log } from './log.ts';
import type { LogOptions } from './logOptions.ts';
import { LogRun } from './logRun.ts';
import { LogShape } from './logShape.ts';
import type { RowStream } from './rowStream.ts';

/** A reading of a log from its beginning. */
interface Reading {
  readonly rows: RowStream;
  readonly run: LogRun;
}

/** Reads on in a log while another program writes it. */
export class LogFollower {
  #shape = new LogShape();
  #reading: Reading | null = null;
  /** Whether what was told before is void, which is told when there is something else to tell. */
  #mustReset = false;

  constructor(
    readonly log: Log,
    private readonly options: LogOptions = {},
  ) {}

  /** How the training has ended, as far as the log says so; null while it does not. */
  get outcome(): RunEnd | null {
    return this.#reading?.rows.outcome ?? null;
  }

  /**
   * The events of what was written since the last call. A `reset` says that all before is void: the log was rewritten, or what was
   * written now shows that it has to be read in another way.
   * @throws LogError if the log cannot be read, for example because it was deleted
   */
  async *update(): AsyncGenerator<RunEvent> {
    if (this.#reading && (await this.#reading.rows.isReplaced())) {
      this.#shape = new LogShape();
      this.#startOver();
    }
    for (let reading = 1; ; reading++) {
      const { rows, run } = (this.#reading ??= this.#open());
      for await (const read of rows.read()) yield* this.#tell(run.push(read));
      run.judge();
      if (!run.isOutdated || reading === MAX_READINGS) {
        yield* this.#tell(run.flush());
        return;
      }
      this.#startOver();
    }
  }

  #startOver(): void {
    this.#reading = null;
    this.#mustReset = true;
  }

  *#tell(events: readonly RunEvent[]): Generator<RunEvent> {
    if (events.length === 0) return;
    if (this.#mustReset) yield { type: 'reset' };
    this.#mustReset = false;
    yield* events;
  }

  #open(): Reading {
    const rows = this.log.openRows();
    return { rows, run: new LogRun(this.log.name, rows, this.#shape, this.options) };
  }
}
