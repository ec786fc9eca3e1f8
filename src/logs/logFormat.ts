import type { RunEnd } from '../domain/runEvent.ts';
import type { MetricFact } from '../domain/runFacts.ts';
import type { ColumnRoles, MetricRole } from './columnRoles.ts';
import type { LogOptions } from './logOptions.ts';
import type { LogHead } from './logHead.ts';
import type { LogRow } from './logRow.ts';

/** What is known of the rows of a log while they are read. */
export interface RowSource {
  /** Which columns are read. Complete once the rows that have them were read. */
  readonly columns: ColumnRoles;
  /** The names of all columns so far, for messages; at most a few dozen. */
  readonly names: readonly string[];
  /** How many lines or records could not be read as a row. */
  readonly badRows: number;
  /** What the log says of the training besides its measurements. What the user says comes first. */
  readonly known?: LogOptions;
  /** How the training has ended, where the log says so; null while it does not. */
  readonly outcome?: RunEnd | null;
  /** How what has this role is averaged, where the format and not the column's name says so. */
  averagingOf?(role: MetricRole): MetricFact['averaged'];
}

/** Reads the rows of one file while its bytes arrive. */
export interface RowReader extends RowSource {
  /**
   * The rows that are complete with these bytes. The bytes may be cut anywhere.
   * @throws LogError if the file turns out to be no log
   */
  push(bytes: Uint8Array): LogRow[];
  /** The row that was read last, although more may be added to it: nothing more is there now. */
  flush?(): LogRow[];
  /** The row that ends without a line end, if it is whole. */
  end(): LogRow[];
}

/** A format in which a file holds one run. */
export interface LogFormat {
  readonly name: string;
  recognizes(head: LogHead): boolean;
  createReader(): RowReader;
}
