import type { RunEvent } from '../domain/runEvent.ts';
import type { RowReader } from './logFormat.ts';
import type { LogOptions } from './logOptions.ts';
import type { LogRow } from './logRow.ts';
import { LogRun } from './logRun.ts';
import { LogShape } from './logShape.ts';

/** Rows that are kept. Beyond, a run that turns out to need another reading is shown as it is. */
const MAX_ROWS = 1_000_000;

/** A run whose output arrives once, as from a terminal: its rows are kept, because what comes later may show how to read them. */
export class LiveRun {
  readonly #shape = new LogShape();
  #run: LogRun;
  #rows: LogRow[] = [];
  #losses = 0;

  constructor(
    private readonly name: string,
    private readonly reader: RowReader,
    private readonly options: LogOptions,
    /** Seconds from some moment: output says nothing of when it was written. */
    private readonly now = (): number => performance.now() / 1000,
  ) {
    this.#run = this.#newRun();
  }

  /** How many rows with a training or a validation loss there were. */
  get losses(): number {
    return this.#losses;
  }

  /** The events of further output; a `reset` says that all before is void. */
  push(bytes: Uint8Array): RunEvent[] {
    return this.#take(this.reader.push(bytes));
  }

  /** The events of the newest sample, although more may be added to it: nothing has arrived for a while. */
  flush(): RunEvent[] {
    return [...this.#take(this.reader.flush?.() ?? [], true), ...this.#run.flush()];
  }

  /** The last events but that of the end. */
  end(): RunEvent[] {
    const last = this.#take(this.reader.end(), true);
    return [...last, ...this.#run.end().filter(({ type }) => type !== 'ended')];
  }

  /** @param isAll whether this is all that there is for now */
  #take(rows: readonly LogRow[], isAll = false): RunEvent[] {
    const time = this.now();
    for (const row of rows) {
      row.time ??= time;
      if (row.loss !== undefined || row.validationLoss !== undefined) this.#losses++;
      if (this.#rows.length < MAX_ROWS) this.#rows.push(row);
    }
    const events = this.#run.push(rows);
    if (isAll) this.#run.judgeSteps();
    if (!this.#run.isOutdated || this.#rows.length === MAX_ROWS) return events;
    do {
      this.#run = this.#newRun();
      events.splice(0, Infinity, { type: 'reset' }, ...this.#run.push(this.#rows));
      if (isAll) this.#run.judgeSteps();
    } while (this.#run.isOutdated);
    return events;
  }

  #newRun(): LogRun {
    return new LogRun(this.name, this.reader, this.#shape, this.options);
  }
}
