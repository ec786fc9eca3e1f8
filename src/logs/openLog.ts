import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { findLogs } from './findLogs.ts';
import type { Log } from './log.ts';
import { LogError } from './logError.ts';
import { toLogError } from './logHead.ts';
import { openFile } from './openFile.ts';

/**
 * Opens the logs in a file or a folder, in whatever format their content has; a file's name does not matter.
 * @throws LogError if there is none, or it cannot be read
 */
export async function openLogs(place: string, signal?: AbortSignal): Promise<readonly Log[]> {
  const absolute = path.resolve(place);
  const found = await stat(absolute).catch((error: unknown) => Promise.reject(toLogError(error)));
  if (!found.isDirectory()) return openFile(absolute);
  const { logs, isComplete } = await findLogs(absolute, signal);
  if (logs.length > 0) return logs;
  throw new LogError(
    isComplete
      ? l10n.t('There is no training log in this folder.')
      : l10n.t(
          'This folder is too large to search completely, and no training log was found in the part that was searched. Choose a folder in it.',
        ),
  );
}

/**
 * Opens the log of one run.
 * @throws LogError if it is no log, holds several runs, or cannot be read
 */
export async function openLog(place: string): Promise<Log> {
  const logs = await openLogs(place);
  if (logs.length === 1) return logs[0];
  throw new LogError(l10n.t('There are {0} runs here, not one.', logs.length));
}
