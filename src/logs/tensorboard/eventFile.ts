import { ColumnRoles, roleOf } from '../columnRoles.ts';
import type { LogFormat, RowReader } from '../logFormat.ts';
import { readRow } from '../logRow.ts';
import type { LogRow } from '../logRow.ts';
import { readEvent } from './event.ts';
import type { Event } from './event.ts';
import { beginsRecord, EventRecords } from './eventRecords.ts';
import { ScalarEvent } from './scalarEvent.ts';

/** Names that are remembered, to find a loss among them and for messages. */
const MAX_NAMES = 1000;

/** Event files as TensorBoard, PyTorch's SummaryWriter and Keras write them. */
export const eventFile: LogFormat = {
  name: 'tensorboard',
  recognizes: ({ bytes }) => beginsRecord(bytes),
  createReader: () => new EventReader(),
};

/** A row, and when it was written. */
export interface TimedRow {
  readonly time: number;
  readonly row: LogRow;
}

/** Reads the scalars of an event file. */
export class EventReader implements RowReader {
  readonly #records = new EventRecords();
  readonly #scalar = new ScalarEvent();
  readonly #names = new Set<string>();
  #unreadable = 0;
  /** What was read of the newest step. */
  #pending: Event | null = null;

  /** @param columns shared by the files of a run */
  constructor(readonly columns = new ColumnRoles()) {}

  get names(): readonly string[] {
    return [...this.#names];
  }

  get badRows(): number {
    return this.#records.bad + this.#unreadable;
  }

  push(bytes: Uint8Array): LogRow[] {
    return this.pushTimed(bytes).map(({ row }) => row);
  }

  flush(): LogRow[] {
    return this.flushTimed().map(({ row }) => row);
  }

  end(): LogRow[] {
    return this.flush();
  }

  /** As push, with the times of the rows. Most programs write an event for each tag: those of a step are one row. */
  pushTimed(bytes: Uint8Array): TimedRow[] {
    const rows: TimedRow[] = [];
    const scalar = this.#scalar;
    this.#records.push(bytes, (all, view, from, to) => {
      if (scalar.read(all, view, from, to)) {
        const { wallTime, step, tag, value } = scalar;
        const pending = this.#pending;
        if (!pending || step !== pending.step || pending.scalars.has(tag)) {
          rows.push(...this.flushTimed());
          this.#pending = { wallTime, step, scalars: new Map([[tag, value]]) };
        } else pending.scalars.set(tag, value);
        return;
      }
      const event = this.#readEvent(all.subarray(from, to));
      if (!event || event.scalars.size === 0) return;
      const { step, scalars } = this.#pending ?? event;
      const continues = step === event.step && ![...event.scalars.keys()].some((tag) => scalars.has(tag));
      if (!continues) rows.push(...this.flushTimed());
      this.#pending ??= { ...event, scalars: new Map() };
      for (const [tag, value] of event.scalars) this.#pending.scalars.set(tag, value);
    });
    return rows;
  }

  /** As flush, with the time of the row. */
  flushTimed(): TimedRow[] {
    if (!this.#pending) return [];
    const { wallTime, step, scalars } = this.#pending;
    this.#pending = null;
    const tags = [...scalars.keys()];
    if (tags.some((tag) => !this.#names.has(tag))) {
      this.columns.choose(tags.filter((tag) => roleOf(tag) !== 'step'));
      if (this.#names.size < MAX_NAMES) for (const tag of tags) this.#names.add(tag);
    }
    const row = readRow(this.columns, (tag) => scalars.get(tag));
    if (!row) return [];
    row.step = step;
    if (wallTime > 0) row.time = wallTime;
    return [{ time: wallTime, row }];
  }

  #readEvent(record: Uint8Array): Event | null {
    try {
      return readEvent(record);
    } catch {
      this.#unreadable++;
      return null;
    }
  }
}
