import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { ExperimentOverview } from '../domain/experiment.ts';
import type { Stamp } from './changes.ts';

/*
 * overview.cache in an experiment's folder: what a list shows of an experiment in which nothing happens any more, so that one file is
 * read instead of three for each run. Anyone may delete it.
 *
 *   32 bytes  SHA-256 of everything that follows and of the stamp at which the experiment was read
 *   rest      the overview as v8.serialize writes it, which keeps NaN and is quick
 */
const CHECKSUM_LENGTH = 32;
/** Changes with what an overview consists of. */
const VERSION = '1';

/** The overview of an experiment that has the same stamp as when it was cached; null if there is none that can be used. */
export function readCachedOverview(experimentFolder: string, stamp: Stamp): ExperimentOverview | null {
  const file = cacheFile(experimentFolder);
  // An error for each of thousands would take longer than reading them.
  if (!existsSync(file)) return null;
  try {
    const bytes = readFileSync(file);
    const content = bytes.subarray(CHECKSUM_LENGTH);
    if (!checksumOf(content, stamp).equals(bytes.subarray(0, CHECKSUM_LENGTH))) return null;
    return deserialize(content) as ExperimentOverview;
  } catch {
    // There is none, or one of another version of V8.
    return null;
  }
}

/**
 * Keeps an overview without series for readCachedOverview. Where it cannot be written, the experiment is read anew each time.
 * @param stamp taken before the experiment was read
 */
export function cacheOverview(experimentFolder: string, overview: ExperimentOverview, stamp: Stamp): void {
  const content = serialize(overview);
  try {
    // Neither atomic nor flushed, because thousands are written at once: a torn file has a wrong checksum.
    writeFileSync(cacheFile(experimentFolder), Buffer.concat([checksumOf(content, stamp), content]));
  } catch {
    // A folder of another user, or a full disk.
  }
}

/** Deletes the cache before the experiment is trained again: a change within the time's resolution keeps the stamp. */
export async function deleteCachedOverview(experimentFolder: string): Promise<void> {
  await rm(cacheFile(experimentFolder), { force: true });
}

function checksumOf(content: Uint8Array, { text }: Stamp): Buffer {
  return createHash('sha256').update(`${VERSION} ${text} `).update(content).digest();
}

function cacheFile(experimentFolder: string): string {
  return path.join(experimentFolder, 'overview.cache');
}
