import type { RunEnd } from '../../domain/runEvent.ts';
import type { ColumnRoles } from '../columnRoles.ts';
import type { RowSource } from '../logFormat.ts';
import type { LogOptions } from '../logOptions.ts';
import type { LogRow } from '../logRow.ts';
import type { RowStream } from '../rowStream.ts';
import { changeOf, Database } from './database.ts';
import type { TableRow } from './database.ts';
import type { KeptRows } from './keptRows.ts';
import type { Span } from './spans.ts';

/** Rows that are given on at once. */
const MAX_ROWS = 5000;

/** Where the rows of a run are in the table of all runs. */
export interface Extent {
  /** What tells the run from others. */
  readonly run: string;
  /** Has its rows, unless the table is too large, for as long as the database is as it was then. */
  readonly kept: KeptRows<string>;
  readonly change: string;
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
  /** @param found rows of the table, with those of other runs among them */
  read(database: Database, found: AsyncIterable<readonly TableRow<string>[]>): Promise<RunRows>;
}

/** The table that new rows are added to, and the columns of it that are read. */
export interface RunTable {
  readonly table: string;
  readonly columns: readonly string[];
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
    private readonly table: RunTable,
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
      this.reader.read(
        database,
        this.#found(database, (id) => (last = Math.max(last, id))),
      ),
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
      for await (const rows of database.rows(this.table.table, [], [{ after: last - 1, until: last }])) {
        if (rows.length > 0) return false;
      }
      return true;
    });
  }

  /** The rows of the table that may be of the run and were not read. */
  async *#found(database: Database, onRow: (id: number) => void): AsyncGenerator<readonly TableRow<string>[]> {
    const { run, kept, change, spans, end } = this.extent;
    if (database.change !== change) kept.drop();
    const own = this.#last === null && database.change === change ? kept.of(run) : null;
    if (own) yield* own;
    const isKept = own !== null || this.#last !== null;
    const added = { after: this.#last ?? end, until: Infinity };
    const { table, columns } = this.table;
    for await (const rows of database.rows(table, columns, isKept ? [added] : [...spans, added])) {
      if (rows.length > 0) onRow(rows.at(-1)!.id);
      yield rows;
    }
  }
}
