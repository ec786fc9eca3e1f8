import { readFile, stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { notebookCells } from '../code/notebook.ts';
import { languageOfFile, MAX_TEXT_LENGTH, textLength } from '../code/source.ts';
import type { Source } from '../code/source.ts';

/** Why a file is passed over. The message completes "FILE: …". */
export interface NotRead {
  readonly message: string;
  /** Whether the user must do something about it. */
  readonly failed: boolean;
}

/** The extensions of files that are searched for rates. */
export const EXTENSIONS = '.py, .ipynb, .js, .ts, .yaml, .json, .toml';

/** The most bytes of UTF-8 for one UTF-16 code unit. */
const MAX_BYTES_PER_UNIT = 3;

/** Text has no zeros; in a file that isn't text there is almost always one near its start. */
const BINARY_CHECK_LENGTH = 4096;

/** Reads the source in a file, and says why where that isn't possible. */
export async function readSource(file: string): Promise<Source | NotRead> {
  const language = languageOfFile(file);
  if (language === null)
    return { message: l10n.t('rates are found in {0} files; this one was skipped.', EXTENSIONS), failed: true };
  try {
    // Before it is opened, since opening a pipe waits for its writer.
    const stats = await stat(file);
    if (stats.isDirectory()) return { message: l10n.t('this is a folder; name the files in it.'), failed: true };
    if (!stats.isFile()) return { message: l10n.t("skipped, because it isn't a regular file."), failed: false };
    // A large notebook may be mostly images: read it to find out how much of it is code.
    if (language !== 'notebook' && stats.size > MAX_BYTES_PER_UNIT * MAX_TEXT_LENGTH) return tooLong();
    const bytes = await readFile(file);
    if (bytes.subarray(0, BINARY_CHECK_LENGTH).includes(0))
      return { message: l10n.t("skipped, because it isn't text in UTF-8."), failed: false };
    const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
    const source = language === 'notebook' ? { cells: notebookCells(text) } : { language, text };
    return textLength(source) > MAX_TEXT_LENGTH ? tooLong() : source;
  } catch (error) {
    return notReadBecause(error);
  }
}

function tooLong(): NotRead {
  return { message: l10n.t('skipped, because it is longer than 2 MB.'), failed: false };
}

/** Says why a file wasn't read or searched. */
export function notReadBecause(error: unknown): NotRead {
  const { code } = error as NodeJS.ErrnoException;
  return { message: reasonOf(error, code), failed: true };
}

function reasonOf(error: unknown, code: string | undefined): string {
  if (error instanceof Error && error.name === 'ParseBudgetError')
    return l10n.t('skipped, because {0}.', error.message);
  if (code === 'ENOENT') return l10n.t("this file doesn't exist.");
  if (code === 'ERR_FS_FILE_TOO_LARGE' || code === 'ERR_STRING_TOO_LONG')
    return l10n.t('this file is too large to be read; clear the outputs of the notebook and try again.');
  if (code === 'EACCES' || code === 'EPERM') return l10n.t('no permission to read this file.');
  return error instanceof SyntaxError ? l10n.t("this isn't a readable notebook. {0}", error.message) : String(error);
}
