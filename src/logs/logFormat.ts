import type { ColumnRoles } from './columnRoles.ts';
import type { LogRow } from './logRow.ts';

/** Reads the rows of one log while its bytes arrive. */
export interface RowReader {
  /** Which columns are read. Complete once the rows that have them were read. */
  readonly columns: ColumnRoles;
  /** The names of all columns so far, for messages; at most a few dozen. */
  readonly names: readonly string[];
  /** How many lines could not be read as a row. */
  readonly badRows: number;
  /**
   * The rows that are complete with these bytes.
   * @throws LogError if the file turns out to be no log
   */
  push(bytes: Uint8Array): LogRow[];
  /** The row that ends without a line end, if it is whole. */
  end(): LogRow[];
}

/** A format that logs are written in. */
export interface LogFormat {
  readonly name: string;
  /** @param head the beginning of the file as text, at most a few thousand characters */
  recognizes(head: string): boolean;
  createReader(): RowReader;
}
