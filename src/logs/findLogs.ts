import { readdir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { withDistinctNames } from './distinctNames.ts';
import type { Log } from './log.ts';
import { LogError } from './logError.ts';
import { LOG_FOLDERS } from './logStores.ts';
import { openFile } from './openFile.ts';

/** Folders and files that are looked at. */
const MAX_FOLDERS = 5_000;
const MAX_FILES = 20_000;

/** Folders that hold no logs, or are other programs' own. */
const SKIPPED = /^(?:\.(?!dvc|trackio)|node_modules$|__pycache__$|site-packages$|venv$)/;

/** Names of files that may be logs; any other file has to be named to be read. */
const CANDIDATE =
  /(?:\.(?:csv|tsv|jsonl|ndjson|log|out|txt|ipynb|wandb|swanlab|db|sqlite3?)|tfevents\.[^/]*|(?:^|[_.-])(?:metrics|scalars|results?|progress|history|trainer_state|log)[^/]*\.json)$/i;
/** Names of texts that are never logs. */
const NO_LOG =
  /^(?:requirements.*|readme.*|license.*|notice.*|cmakelists.*|classes|labels|vocab.*|merges)\.(?:txt|md)$/i;

/** The logs in a folder and the folders in it. */
export interface FolderLogs {
  /** By path. */
  readonly logs: readonly Log[];
  /** False if the folder is so large that some of it was not looked at. */
  readonly isComplete: boolean;
}

/**
 * Looks for logs in a folder and the folders in it. Files that only look like logs are passed over.
 * @throws the signal's reason
 */
export async function findLogs(folder: string, signal?: AbortSignal): Promise<FolderLogs> {
  const logs: Log[] = [];
  const search = logsBelow(folder, signal);
  for (;;) {
    const { done, value } = await search.next();
    if (done) return { logs: withDistinctNames(folder, logs), isComplete: value };
    logs.push(value);
  }
}

/**
 * The logs that findLogs finds, one after the other.
 * @param accepts which of the folders are looked into; all by default
 * @returns false if the folder is so large that some of it was not looked at
 * @throws the signal's reason
 */
export async function* logsBelow(
  folder: string,
  signal?: AbortSignal,
  accepts: (folder: string) => boolean = () => true,
): AsyncGenerator<Log, boolean> {
  const waiting = [folder];
  let files = 0;
  for (let folders = 0; waiting.length > 0; folders++) {
    if (folders === MAX_FOLDERS || files > MAX_FILES) return false;
    signal?.throwIfAborted();
    const next = waiting.shift()!;
    const content = await readFolder(next);
    files += content.files.length;
    yield* await logsIn(next, content);
    waiting.push(...content.folders.map((name) => path.join(next, name)).filter(accepts));
  }
  return true;
}

/** The names of what is in a folder, in the order of their numbers. */
interface FolderContent {
  readonly files: readonly string[];
  /** Folders that nothing has claimed. */
  folders: readonly string[];
}

/** Takes the folders that a format claims out of the content. */
async function logsIn(folder: string, content: FolderContent): Promise<Log[]> {
  const logs: Log[] = [];
  let { files } = content;
  for (const format of LOG_FOLDERS) {
    const found = await format.find(folder, files, content.folders);
    logs.push(...found.logs);
    files = files.filter((name) => !found.claimed.includes(name));
    content.folders = content.folders.filter((name) => !found.claimed.includes(name));
  }
  for (const name of files) {
    if (CANDIDATE.test(name) && !NO_LOG.test(name)) logs.push(...(await openCandidate(path.join(folder, name))));
  }
  return logs;
}

async function openCandidate(file: string): Promise<readonly Log[]> {
  try {
    return await openFile(file);
  } catch (error) {
    if (error instanceof LogError) return [];
    throw error;
  }
}

/** Nothing where the folder cannot be read. */
export async function readFolder(folder: string): Promise<FolderContent> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  const namesOf = (isWanted: (entry: Dirent) => boolean): string[] =>
    entries
      .filter(isWanted)
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return {
    files: namesOf((entry) => entry.isFile()),
    folders: namesOf((entry) => entry.isDirectory() && !SKIPPED.test(entry.name)),
  };
}
