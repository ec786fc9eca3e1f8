import { readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { TEMPORARY_SUFFIX } from './files.ts';
import { isAlive, HEARTBEAT_TIMEOUT } from './ownership.ts';
import type { Owner } from './ownership.ts';

/**
 * Deletes the temporary files and folders that a process left in a folder when it was killed while it wrote them. Those that may
 * still be written stay: all of an attempt whose owner is alive, and outside of attempts what has changed within the last minute.
 * @param owner of the attempt whose folder it is; null if it was never claimed
 */
export async function deleteLeftovers(folder: string, owner?: Owner | null): Promise<void> {
  const leftovers = readdirSync(folder).filter((name) => name.endsWith(TEMPORARY_SUFFIX));
  if (leftovers.length === 0) return;
  if (owner && (await isAlive(owner, path.join(folder, 'process.json')))) return;
  for (const name of leftovers) {
    const file = path.join(folder, name);
    if (owner === undefined && isRecent(file)) continue;
    await rm(file, { recursive: true, force: true });
  }
}

function isRecent(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs < HEARTBEAT_TIMEOUT;
}
