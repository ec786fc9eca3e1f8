import type { FollowedEvent } from '../../logs/followLogs.ts';
import type { LogOptions } from '../../logs/logOptions.ts';
import type { ImportOptions } from '../importLog.ts';

/** What a thread that reads logs is started with. */
export interface LogThreadData {
  readonly task: LogTask;
  /** The translations of what the user sees, by the English text; undefined for English. */
  readonly translations: Readonly<Record<string, string>> | undefined;
}

export type LogTask =
  /** Read the logs in a place into an experiment of the storage folder. Any message cancels it. */
  | { readonly type: 'import'; readonly place: string; readonly storage: string; readonly options: ImportOptions }
  /** Tell what is written to the logs in a place. After each event the thread waits for a message. */
  | { readonly type: 'follow'; readonly place: string; readonly options: LogOptions };

export type LogThreadMessage =
  | { readonly type: 'event'; readonly followed: FollowedEvent }
  /** The task is done; an import names the experiment's folder. */
  | { readonly type: 'done'; readonly folder: string | null }
  /** The task cannot be done; a sentence for the user. */
  | { readonly type: 'failed'; readonly message: string };
