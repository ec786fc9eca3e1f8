import path from 'node:path';
import * as vscode from 'vscode';
import type { Log } from '../../logs/log.ts';

/** Names of files that may be logs, or that are part of one in a folder. */
const CANDIDATES = [
  ...['csv', 'tsv', 'jsonl', 'ndjson', 'log', 'out', 'txt', 'ipynb', 'wandb', 'swanlab', 'db', 'sqlite', 'sqlite3'].map(
    (extension) => `*.${extension}`,
  ),
  ...['metrics', 'scalars', 'result', 'progress', 'history', 'trainer_state', 'log'].map((name) => `*${name}*.json`),
  '*tfevents*',
  'meta.yaml',
];
/** What VS Code's setting files.exclude does not exclude by itself. */
const NEVER = '**/{node_modules,.git,__pycache__,site-packages,venv,.venv}/**';
/** The most files that VS Code is asked for, and the most logs that are offered. */
const MAX_FILES = 5000;
const MAX_LOGS = 200;
/** Milliseconds after which a search shows what it has found. */
const MAX_TIME = 20_000;
/** Milliseconds since the last change in which a log counts as growing. */
const GROWING = 60_000;

/** A file or folder with a log, as it is offered. */
export interface FoundLog {
  /** Absolute path. */
  readonly place: string;
  readonly format: string;
  readonly runs: number;
  /** As Date.now() gives it. */
  readonly changedAt: number;
  /** Losses at the beginning; null where nothing was counted. */
  readonly losses: number | null;
  /** Whether these are all losses. */
  readonly isWhole: boolean;
}

/** The logs in a workspace. */
export interface WorkspaceLogs {
  /** Those that grow first, then the newest. */
  readonly logs: readonly FoundLog[];
  /** False if the search was ended before its end: by the user, after some time, or because it found too much. */
  readonly isComplete: boolean;
}

/** Whether a log that was changed at this time, as Date.now() gives it, is probably being written. */
export function isGrowing(changedAt: number): boolean {
  return Date.now() - changedAt < GROWING;
}

/**
 * Looks for training logs in the folders of the workspace, except in what the setting files.exclude excludes.
 * @param token ends the search; what was found until then is returned
 * @param onFound gets the number of logs so far
 */
export async function findWorkspaceLogs(
  token: vscode.CancellationToken,
  onFound: (count: number) => void,
): Promise<WorkspaceLogs> {
  const cancelled = new AbortController();
  if (token.isCancellationRequested) cancelled.abort();
  token.onCancellationRequested(() => cancelled.abort());
  const signal = AbortSignal.any([cancelled.signal, AbortSignal.timeout(MAX_TIME)]);
  const files = await vscode.workspace.findFiles(`**/{${CANDIDATES.join()}}`, NEVER, MAX_FILES, token);
  const paths = files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  const found = new Map<string, FoundLog>();
  let isComplete = files.length < MAX_FILES;
  try {
    for await (const log of logsAt(paths, signal)) {
      await add(log, found);
      onFound(found.size);
      if (found.size < MAX_LOGS) continue;
      isComplete = false;
      break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    isComplete = false;
  }
  const logs = [...found.values()].sort((a, b) => b.changedAt - a.changedAt);
  return { logs, isComplete };
}

/** The logs that consist of these files: a log in one of them, or in a folder around them. */
async function* logsAt(files: readonly string[], signal: AbortSignal): AsyncGenerator<Log> {
  const { logsBelow } = await import('../../logs/findLogs.ts');
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    if (uri.scheme !== 'file') continue;
    const places = new Set([uri.fsPath]);
    for (const file of files.filter((each) => each.startsWith(uri.fsPath + path.sep))) {
      for (let place = file; !places.has(place); place = path.dirname(place)) places.add(place);
    }
    for await (const log of logsBelow(uri.fsPath, signal, (folder) => places.has(folder))) {
      if (places.has(log.file)) yield log;
    }
  }
}

/** Texts in which no loss shows at the beginning, and logs that are gone by now, are passed over. */
async function add(log: Log, found: Map<string, FoundLog>): Promise<void> {
  const { lookAtLog } = await import('../../logs/lookAtLog.ts');
  const known = found.get(log.file);
  const glance = known ?? (await lookAtLog(log).catch(() => null));
  if (!glance) return;
  const { changedAt, losses, isWhole } = glance;
  found.set(log.file, {
    place: log.file,
    format: log.format,
    runs: (known?.runs ?? 0) + 1,
    changedAt,
    losses,
    isWhole,
  });
}
