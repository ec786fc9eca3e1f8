import type { TableRow } from './database.ts';
import type { Value } from './record.ts';

/** Bytes, as far as they can be told. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Of a number, and of a text besides its characters. */
const CELL_BYTES = 8;
const TEXT_BYTES = 24;
/** Rows that are given on at once. */
const MAX_ROWS = 1000;

/** The rows of one run, by column. */
interface RunColumns<Column extends string> {
  readonly ids: number[];
  readonly values: Readonly<Record<Column, Value[]>>;
}

/**
 * The rows of all runs, dealt to them in one pass: runs that were trained at the same time have rows on all pages, so that one pass for each
 * run would take as many times as long. A table that is too large is not kept.
 */
export class KeptRows<Column extends string> {
  #runs: Map<string, RunColumns<Column>> | null = new Map();
  #bytes = 0;

  constructor(private readonly columns: readonly Column[]) {}

  add(run: string, { id, values }: TableRow<Column>): void {
    if (!this.#runs) return;
    let kept = this.#runs.get(run);
    if (!kept) {
      const empty = Object.fromEntries(this.columns.map((column) => [column, []])) as unknown as Record<
        Column,
        Value[]
      >;
      this.#runs.set(run, (kept = { ids: [], values: empty }));
    }
    kept.ids.push(id);
    for (const column of this.columns) {
      const value = values[column];
      kept.values[column].push(value);
      this.#bytes += CELL_BYTES + (typeof value === 'string' ? TEXT_BYTES + value.length : 0);
    }
    if (this.#bytes > MAX_BYTES) this.#runs = null;
  }

  /** Forgets them all: the database has changed, and its new rows are read from the file. */
  drop(): void {
    this.#runs = null;
  }

  /** Those of a run by ascending id, some at a time; null if they are not kept. */
  of(run: string): Iterable<readonly TableRow<Column>[]> | null {
    const kept = this.#runs?.get(run);
    return kept ? this.#pieces(kept) : null;
  }

  *#pieces({ ids, values }: RunColumns<Column>): Generator<readonly TableRow<Column>[]> {
    for (let from = 0; from < ids.length; from += MAX_ROWS) {
      yield ids.slice(from, from + MAX_ROWS).map((id, index) => ({
        id,
        values: Object.fromEntries(this.columns.map((column) => [column, values[column][from + index]])) as Record<
          Column,
          Value
        >,
      }));
    }
  }
}
