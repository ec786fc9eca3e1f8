import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readFolder } from './findLogs.ts';

/** Increase it when logs are read in another way than before. */
const READERS = 3;
/** Files of a place that is worth looking through; in a larger one, its logs are opened as fast. */
const MAX_FILES = 10_000;
/** Milliseconds: two changes within this time may leave the same time at a file. */
const TIME_RESOLUTION = 2000;

/**
 * What differs after each change of a file, or of any file in a folder and the folders in it, by their sizes and times alone. Take it
 * before reading.
 * @returns null if a later change may give the same one: something was changed just now, is too large, or cannot be looked at
 */
export async function stampOfPlace(place: string): Promise<string | null> {
  const newest = Date.now() - TIME_RESOLUTION;
  const hash = createHash('sha256').update(`${READERS}`);
  const add = (file: string, { size, mtimeMs }: { size: number; mtimeMs: number }): boolean => {
    hash.update(`\n${file}\0${size}\0${mtimeMs}`);
    return mtimeMs < newest;
  };
  const own = await stat(place).catch(() => null);
  if (!own) return null;
  if (!own.isDirectory()) {
    // What is new in a database is first written into its log.
    const log = await stat(`${place}-wal`).catch(() => null);
    return add(place, own) && (log === null || add('wal', log)) ? hash.digest('hex') : null;
  }
  let files = 0;
  for (let level = [place]; level.length > 0;) {
    const contents = await Promise.all(level.map(readFolder));
    const found = contents.flatMap((content, index) => content.files.map((name) => path.join(level[index], name)));
    files += found.length + level.length;
    if (files > MAX_FILES) return null;
    const stats = await Promise.all(found.map((file) => stat(file).catch(() => null)));
    if (!stats.every((stats, index) => stats !== null && add(found[index], stats))) return null;
    level = contents.flatMap((content, index) => content.folders.map((name) => path.join(level[index], name)));
  }
  return hash.digest('hex');
}
