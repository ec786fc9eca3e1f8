import { readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Replacement } from './probeMode.ts';
import { isWithin } from './withinFolder.ts';

/**
 * Replaces a piece of a text file in a copy of a folder.
 * @param copy absolute path of the copy
 * @param edit its file is one of the copy
 * @throws Error with a sentence if the file leads out of the copy, is not text in UTF-8, or has something else at that place
 */
export async function editFile(copy: string, { file, expected, text, ...range }: Replacement): Promise<void> {
  const name = path.relative(copy, file);
  const target = await placeIn(copy, file);
  if (target === null)
    throw new Error(
      l10n.t(
        '{0} is not part of the copy that the run takes place in: it is missing, or a link leads to it. Pass the rate with goldilocks sweep --option or --env.',
        name,
      ),
    );
  const bytes = await readFile(target);
  const before = bytes.toString('utf8');
  const [start, end] = [offsetOf(before, range.line, range.column), offsetOf(before, range.endLine, range.endColumn)];
  // More than the number would change.
  if (!Buffer.from(before).equals(bytes))
    throw new Error(
      l10n.t(
        '{0} is not text in UTF-8, so its number cannot be replaced. Save it in UTF-8, or pass the rate with goldilocks sweep --option or --env.',
        name,
      ),
    );
  if (before.slice(start, end) !== expected)
    throw new Error(
      l10n.t('{0}, line {1}, does not say {2} any more. Start the sweep again.', name, range.line, expected),
    );
  await writeFile(target, before.slice(0, start) + text + before.slice(end));
}

/** Deletes a file in a copy of a folder; nothing where there is none, or it is a folder. */
export async function deleteFile(copy: string, file: string): Promise<void> {
  const target = await placeIn(copy, file);
  if (target !== null) await rm(target).catch(() => undefined);
}

/** Where a file really is; null if that is not in the copy: links stay links there. */
async function placeIn(copy: string, file: string): Promise<string | null> {
  const [inside, target] = await Promise.all([realpath(copy), realpath(file).catch(() => null)]);
  return target !== null && isWithin(inside, target) ? target : null;
}

/** Where a line and a column, which start at 1, are in a text. A byte order mark is no part of its line. */
function offsetOf(text: string, line: number, column: number): number {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  const ends = text.matchAll(/\r\n|\r|\n/g);
  for (let at = 1; at < line; at++) {
    const { value } = ends.next();
    if (!value) return text.length;
    start = value.index + value[0].length;
  }
  return start + column - 1;
}
