import { randomUUID } from 'node:crypto';
import { lstat, open, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fromJson, toJson } from '../domain/json.ts';

/** Suffix of the files that are written before they replace their targets. */
export const TEMPORARY_SUFFIX = '.tmp';

/**
 * Writes a file so that readers see either the old or the new content, never a part of it: writes to a temporary file in the
 * same folder, flushes it to disk and renames it.
 * @param content text, or the parts of a binary file in their order
 * @throws Error if it cannot be written; the old content stays, and the temporary file is deleted so that a full disk gets its
 *   space back
 */
export async function writeFileAtomically(file: string, content: string | Iterable<Uint8Array>): Promise<void> {
  const temporary = `${file}.${randomUUID()}${TEMPORARY_SUFFIX}`;
  try {
    const handle = await open(temporary, 'w');
    try {
      for (const part of typeof content === 'string' ? [content] : content) await handle.writeFile(part);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await replace(temporary, file);
  } catch (error) {
    // If this fails, too, the first error is the one to report.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Writes a file that the user named: atomically if it is a regular file or does not exist yet, but a link stays a link, and a device or
 * a pipe is written to.
 * @throws Error if it cannot be written
 */
export async function writeNamedFile(file: string, content: string): Promise<void> {
  const target = await realpath(file).catch(() => null);
  const isReplaceable = target === null ? !(await isLink(file)) : (await stat(target)).isFile();
  if (isReplaceable) await writeFileAtomically(target ?? file, content);
  else await writeFile(file, content);
}

async function isLink(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => null))?.isSymbolicLink() ?? false;
}

/** Codes of the errors with which Windows refuses to replace a file while a virus scanner or an indexer has it open. */
const FILE_IN_USE = ['EPERM', 'EACCES', 'EBUSY'];
const MAX_ATTEMPTS = 10;

async function replace(temporary: string, file: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(temporary, file);
      return;
    } catch (error) {
      const isInUse = process.platform === 'win32' && FILE_IN_USE.includes((error as NodeJS.ErrnoException).code ?? '');
      if (!isInUse || attempt === MAX_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
    }
  }
}

/** Deletes a file if it exists, and the temporary files that killed processes left while they were writing it. */
export async function deleteFile(file: string): Promise<void> {
  const folder = path.dirname(file);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const leftovers = names.filter(
    (name) => name.startsWith(`${path.basename(file)}.`) && name.endsWith(TEMPORARY_SUFFIX),
  );
  await Promise.all(
    [file, ...leftovers.map((name) => path.join(folder, name))].map((name) => rm(name, { force: true })),
  );
}

/** Writes a value as a JSON document, atomically. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFileAtomically(file, toJson(value, 1) + '\n');
}

/** Reads a JSON document; null if the file does not exist or is not JSON. */
export async function readJson(file: string): Promise<unknown> {
  try {
    return fromJson(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
