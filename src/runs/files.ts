import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { fromJson, toJson } from '../domain/json.ts';

/**
 * Writes a file so that a reader finds the old or the new content, never half of it: under a temporary name, flushed to
 * disk, then renamed.
 */
export async function writeFileAtomically(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await replace(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Windows refuses to replace a file while a virus scanner or an indexer looks at it, which they do for a moment. */
const HELD_BY_OTHERS = ['EPERM', 'EACCES', 'EBUSY'];
const MOST_TRIES = 10;

async function replace(temporary: string, file: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await rename(temporary, file);
      return;
    } catch (error) {
      const isHeld =
        process.platform === 'win32' && HELD_BY_OTHERS.includes((error as NodeJS.ErrnoException).code ?? '');
      if (!isHeld || tries === MOST_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * tries));
    }
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
