import type { Database } from './database.ts';
import type { RunReader } from './databaseRows.ts';

/** A run in a database. */
export interface FoundRun {
  /** What tells its rows from those of others. */
  readonly id: string;
  /** For the user. */
  readonly name: string;
}

/** How a program keeps its runs in a database. */
export interface DatabaseKind {
  /** Names the format for the user. */
  readonly format: string;
  /** The table with the measurements of all runs. */
  readonly table: string;
  /** Its column that says which run a row belongs to, and those that are read. */
  readonly runColumn: string;
  readonly columns: readonly string[];
  recognizes(database: Database): boolean;
  /**
   * @param ids the runs that have measurements
   * @throws LogError if none can be read
   */
  findRuns(database: Database, ids: readonly string[]): Promise<readonly FoundRun[]>;
  /** Makes the readers of the runs of one database, which may share what they look up in it. */
  newReaders(): (id: string) => RunReader;
}
