import * as l10n from '@vscode/l10n';
import { FileRows } from './fileRows.ts';
import { Log, nameOf } from './log.ts';
import { LogError } from './logError.ts';
import { LOG_FORMATS } from './logFormats.ts';
import { readHead } from './logHead.ts';
import { LOG_DATABASES } from './logStores.ts';

/**
 * Opens the logs in a file.
 * @param file absolute path
 * @throws LogError if it is no log, or cannot be read
 */
export async function openFile(file: string): Promise<readonly Log[]> {
  const head = await readHead(file);
  const database = LOG_DATABASES.find((candidate) => candidate.recognizes(head));
  if (database) return database.open(file);
  const format = LOG_FORMATS.find((candidate) => candidate.recognizes(head));
  if (format) return [new Log(file, format.name, nameOf(file), () => new FileRows(file, format.createReader()))];
  throw new LogError(
    head.text === null
      ? l10n.t('This is a binary file of a format that cannot be read as a training log.')
      : l10n.t('This file is neither a table, nor JSON with losses, nor the output of a training program.'),
  );
}
