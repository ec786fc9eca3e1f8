import { stat } from 'node:fs/promises';
import type { RunEnd } from '../../domain/runEvent.ts';
import type { ColumnRoles } from '../columnRoles.ts';
import type { RowSource } from '../logFormat.ts';
import type { LogOptions } from '../logOptions.ts';
import type { LogRow } from '../logRow.ts';
import type { RowStream } from '../rowStream.ts';
import { Database } from './database.ts';
import type { Span } from './spans.ts';

/** Rows that are given on at once. */
const MAX_ROWS = 5000;

/** Where the rows of a run are in the table of all runs. */
export interface Extent {
  /** Its rows are in these, with those of runs that were trained at the same time. */
  readonly spans: readonly Span[];
  /** The newest row of the table when this was found out: what else belongs to the run is above this. */
  readonly end: number;
}

/** What was read of a run. */
export interface RunRows {
  readonly rows: readonly LogRow[];
  /** How many rows of the table could not be read. */
  readonly bad: number;
}

/** How one run is read from a database. Programs only add to the table: a row is not changed, and new ones have higher ids. */
export interface RunReader extends Omit<RowSource, 'badRows'> {
  /** The table that new rows are added to. */
  readonly table: string;
  /** @param onRow is told the id of each row of the table */
  read(database: Database, spans: readonly Span[], onRow: (id: number) => void): Promise<RunRows>;
}

/** The rows of one run in a database that may be growing. */
export class DatabaseRows implements RowStream {
  #bad = 0;
  /** When the database was changed last before it was read. */
  #change: string | null = null;
  /** The newest row of the table that was read; null before reading. */
  #last: number | null = null;

  constructor(
    private readonly file: string,
    private readonly reader: RunReader,
    private readonly extent: Extent,
  ) {}

  get columns(): ColumnRoles {
    return this.reader.columns;
  }

  get names(): readonly string[] {
    return this.reader.names;
  }

  get badRows(): number {
    return this.#bad;
  }

  get known(): LogOptions | undefined {
    return this.reader.known;
  }

  get outcome(): RunEnd | null {
    return this.reader.outcome ?? null;
  }

  async *read(): AsyncGenerator<readonly LogRow[]> {
    const change = await changeOf(this.file);
    if (change === this.#change) return;
    let last = this.#last ?? this.extent.end;
    const { rows, bad } = await Database.read(this.file, (database) =>
      this.reader.read(database, this.#spans(), (id) => (last = Math.max(last, id))),
    );
    this.#change = change;
    this.#last = last;
    this.#bad += bad;
    for (let at = 0; at < rows.length; at += MAX_ROWS) yield rows.slice(at, at + MAX_ROWS);
  }

  end(): LogRow[] {
    return [];
  }

  /** Whether the newest row that was read is not there any more. */
  async isReplaced(): Promise<boolean> {
    const last = this.#last;
    if (last === null || (await changeOf(this.file)) === this.#change) return false;
    return Database.read(this.file, async (database) => {
      for await (const rows of database.rows(this.reader.table, [], [{ after: last - 1, until: last }])) {
        if (rows.length > 0) return false;
      }
      return true;
    });
  }

  #spans(): readonly Span[] {
    if (this.#last !== null) return [{ after: this.#last, until: Infinity }];
    const { spans, end } = this.extent;
    return [...spans, { after: end, until: Infinity }];
  }
}

/** What differs after each change of a database: new rows are first written into its write-ahead log. */
async function changeOf(file: string): Promise<string> {
  const found = await Promise.all([file, `${file}-wal`].map((name) => stat(name).catch(() => null)));
  return found.map((stats) => `${stats?.size ?? 0} ${stats?.mtimeMs ?? 0}`).join(' ');
}
