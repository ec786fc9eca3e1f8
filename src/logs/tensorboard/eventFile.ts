import { ColumnRoles, roleOf } from '../columnRoles.ts';
import type { LogFormat, RowReader } from '../logFormat.ts';
import { readRow } from '../logRow.ts';
import type { LogRow } from '../logRow.ts';
import { readEvent } from './event.ts';
import { beginsRecord, EventRecords } from './eventRecords.ts';

/** Names that are remembered for messages. */
const MAX_NAMES = 100;

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
  readonly #names = new Set<string>();
  #unreadable = 0;

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

  /** The rows that are complete with these bytes, with their times. */
  pushTimed(bytes: Uint8Array): TimedRow[] {
    return this.#records.push(bytes).flatMap((record) => this.#readRecord(record) ?? []);
  }

  /** A record that is not complete waits for its end. */
  end(): LogRow[] {
    return [];
  }

  #readRecord(record: Uint8Array): TimedRow | null {
    try {
      const { wallTime, step, scalars } = readEvent(record);
      const tags = [...scalars.keys()];
      if (tags.some((tag) => !this.#names.has(tag))) {
        this.columns.choose(tags.filter((tag) => roleOf(tag) !== 'step'));
        if (this.#names.size < MAX_NAMES) for (const tag of tags) this.#names.add(tag);
      }
      const row = readRow(this.columns, (tag) => scalars.get(tag));
      return row && { time: wallTime, row: { ...row, step } };
    } catch {
      this.#unreadable++;
      return null;
    }
  }
}
