import { open, readFile, rename, rm } from 'node:fs/promises';
import { fromJson, toJson } from '../domain/json.ts';

/**
 * Writes a file so that a reader finds the old or the new content, never half of it: under a temporary name, flushed to
 * disk, then renamed.
 */
export async function writeFileAtomically(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Writes a value as one JSON document, atomically. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFileAtomically(file, toJson(value, 1) + '\n');
}

/** Reads a JSON document; null if there is no such file, or what is there is not JSON. */
export async function readJson(file: string): Promise<unknown> {
  try {
    return fromJson(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Reads a file of one JSON object a line. A line that is no JSON, such as a torn last one, is skipped; no file is no lines. */
export async function readJsonLines(file: string): Promise<unknown[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [fromJson(line)];
    } catch {
      return [];
    }
  });
}
