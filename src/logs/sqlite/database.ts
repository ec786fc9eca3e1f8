import { stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { LogError } from '../logError.ts';
import { columnNames } from './columnNames.ts';
import { DamagedDatabase, DatabasePages } from './databasePages.ts';
import { ENCODINGS, readRecord } from './record.ts';
import type { Value } from './record.ts';
import { ALL } from './spans.ts';
import type { Span } from './spans.ts';
import { TableRows } from './tableRows.ts';

/** The table that lists the others: type, name, table, first page, statement. */
const SCHEMA = { root: 1, columns: [0, 1, 3, 4] } as const;
/** How often a database is read again that was changed meanwhile. */
const MAX_TRIES = 5;

interface Table {
  readonly root: number;
  readonly columns: readonly string[];
}

/** A row: its id, which grows with each new one, and its values by column. */
export interface TableRow<Column extends string> {
  readonly id: number;
  readonly values: Readonly<Record<Column, Value>>;
}

/** A SQLite database at one moment. Only tables are read; statements, views and triggers never run. */
export class Database {
  readonly #rows: TableRows;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #tables = new Map<string, Table>();

  private constructor(
    pages: DatabasePages,
    header: Uint8Array,
    /** Differs after each change of the database. */
    readonly change: string,
  ) {
    const encoding = new DataView(header.buffer, header.byteOffset).getUint32(56);
    this.#decoder = new TextDecoder(ENCODINGS[encoding - 1] ?? ENCODINGS[0]);
    this.#rows = new TableRows(pages, header[20]);
  }

  /**
   * Reads a database with `use`, again if its program has changed it meanwhile.
   * @throws LogError if it cannot be read
   */
  static async read<T>(path: string, use: (database: Database) => Promise<T>): Promise<T> {
    for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
      const result = await tryToRead(path, use);
      if (result) return result.value;
    }
    throw new LogError(l10n.t('This database is damaged, or is changed faster than it can be read.'));
  }

  /** @throws DamagedDatabase */
  static async of(pages: DatabasePages, change: string): Promise<Database> {
    const database = new Database(pages, await pages.page(1), change);
    for await (const rows of database.#rows.between(SCHEMA.root, ALL)) {
      for (const { payload } of rows) {
        const [type, name, root, sql] = readRecord(payload, SCHEMA.columns, database.#decoder);
        if (type !== 'table' || typeof name !== 'string' || typeof root !== 'number' || typeof sql !== 'string')
          continue;
        database.#tables.set(name, { root, columns: columnNames(sql) });
      }
    }
    return database;
  }

  /** Whether there is a table with these columns, and perhaps more. */
  has(table: string, columns: readonly string[]): boolean {
    const found = this.#tables.get(table);
    return found !== undefined && columns.every((column) => found.columns.includes(column));
  }

  /**
   * The rows of a table by ascending id, some at a time; none if there is no such table. A column that it does not have is null, and so
   * is one that only repeats the id.
   * @param spans where they are, ascending
   * @throws DamagedDatabase
   */
  async *rows<Column extends string>(
    name: string,
    columns: readonly Column[],
    spans: readonly Span[] = ALL,
  ): AsyncGenerator<readonly TableRow<Column>[]> {
    const table = this.#tables.get(name);
    if (!table) return;
    const wanted = columns
      .map((column) => ({ column, place: table.columns.indexOf(column) }))
      .filter(({ place }) => place !== -1)
      .sort((a, b) => a.place - b.place);
    const places = wanted.map(({ place }) => place);
    const absent = Object.fromEntries(columns.map((column) => [column, null])) as Record<Column, Value>;
    for await (const rows of this.#rows.between(table.root, spans)) {
      yield rows.map(({ id, payload }) => {
        const read = readRecord(payload, places, this.#decoder);
        const values = { ...absent };
        wanted.forEach(({ column }, index) => (values[column] = read[index]));
        return { id, values };
      });
    }
  }
}

/** @returns null if what was read does not fit together */
async function tryToRead<T>(path: string, use: (database: Database) => Promise<T>): Promise<{ value: T } | null> {
  try {
    const change = await changeOf(path);
    const pages = await DatabasePages.open(path);
    try {
      const value = await use(await Database.of(pages, change));
      return (await pages.isStale()) ? null : { value };
    } finally {
      await pages.close();
    }
  } catch (error) {
    if (error instanceof DamagedDatabase) return null;
    throw error;
  }
}

/** What differs after each change of a database: new rows are first written into its write-ahead log. */
export async function changeOf(file: string): Promise<string> {
  const found = await Promise.all([file, `${file}-wal`].map((name) => stat(name).catch(() => null)));
  return found.map((stats) => `${stats?.size ?? 0} ${stats?.mtimeMs ?? 0}`).join(' ');
}
