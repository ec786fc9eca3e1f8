import type { Log } from './log.ts';
import type { LogHead } from './logHead.ts';

/** A file that holds several runs, such as a database. */
export interface LogDatabase {
  readonly name: string;
  recognizes(head: LogHead): boolean;
  /** @throws LogError if it holds no runs, or cannot be read */
  open(file: string): Promise<readonly Log[]>;
}

/** What a format found in a folder. */
export interface FoundLogs {
  readonly logs: readonly Log[];
  /** Names of the files and folders in it that these logs consist of: nothing else reads them. */
  readonly claimed: readonly string[];
}

/** A format in which a run consists of several files of a folder. */
export interface LogFolder {
  readonly name: string;
  /**
   * @param folder absolute path
   * @param files names of the files in it
   * @param folders names of the folders in it
   */
  find(folder: string, files: readonly string[], folders: readonly string[]): Promise<FoundLogs>;
}
