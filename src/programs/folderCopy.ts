import { constants } from 'node:fs';
import { cp, lstat, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A file of a folder: its path in it, and what tells whether it was written since. */
export interface FolderFile {
  readonly name: string;
  readonly size: number;
  /** As Date.now() gives it. */
  readonly changedAt: number;
}

/** Bytes up to which a folder is copied without being asked. */
export const MAX_COPY = 200 << 20;
/** Files that are looked at: beyond, a folder is somebody's home rather than a project. */
const MAX_FILES = 20_000;
/** Bytes of a file that is linked instead of copied. */
const LINKED_SIZE = 10 << 20;
/** Folders that programs only read: linked, not copied. */
const LINKED_FOLDERS: readonly string[] = ['.git', '.venv', 'venv', 'env', 'node_modules'];
/** Folders that programs write beside what they are for. */
const PASSED_OVER: readonly string[] = ['__pycache__', 'goldilocks-experiments'];

/** The files of a folder without those that are only read; null if there are too many. */
export async function listFolder(folder: string): Promise<readonly FolderFile[] | null> {
  const files: FolderFile[] = [];
  const waiting = [''];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of await readdir(path.join(folder, at), { withFileTypes: true }).catch(() => [])) {
      const name = path.join(at, entry.name);
      if (PASSED_OVER.includes(entry.name) || LINKED_FOLDERS.includes(entry.name)) continue;
      if (entry.isDirectory()) waiting.push(name);
      else if (entry.isFile()) {
        const stats = await lstat(path.join(folder, name)).catch(() => null);
        if (stats) files.push({ name, size: stats.size, changedAt: stats.mtimeMs });
      }
      if (files.length + waiting.length > MAX_FILES) return null;
    }
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Bytes of all files together. */
export function sizeOf(files: readonly FolderFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** Paths, in a folder, of the files that were written between two looks at it. */
export function writtenFiles(before: readonly FolderFile[], after: readonly FolderFile[]): string[] {
  const known = new Map(before.map((file) => [file.name, file]));
  return after.flatMap(({ name, size, changedAt }) => {
    const earlier = known.get(name);
    return earlier && earlier.size === size && earlier.changedAt === changedAt ? [] : [name];
  });
}

/**
 * Copies a folder, so that a program can run in it without leaving anything in the folder itself. What is large, and folders that programs
 * only read, are links.
 * @param files see listFolder
 * @returns absolute path of the copy, which bears the folder's name
 * @throws Error if it cannot be written
 */
export async function copyFolder(folder: string, files: readonly FolderFile[]): Promise<string> {
  const copy = path.join(await mkdtemp(path.join(os.tmpdir(), 'goldilocks-copy-')), path.basename(folder) || 'folder');
  await mkdir(copy);
  const areLinked = sizeOf(files) > MAX_COPY;
  for (const { name, size } of files) {
    const target = path.join(copy, name);
    await mkdir(path.dirname(target), { recursive: true });
    if (areLinked && size > LINKED_SIZE) await symlink(path.join(folder, name), target);
    else await cp(path.join(folder, name), target, { mode: constants.COPYFILE_FICLONE, preserveTimestamps: true });
  }
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const isLink = entry.isSymbolicLink() || (entry.isDirectory() && LINKED_FOLDERS.includes(entry.name));
    if (isLink) await symlink(path.join(folder, entry.name), path.join(copy, entry.name)).catch(() => undefined);
  }
  return copy;
}

/** Deletes a copy; what it links to stays. */
export async function deleteCopy(copy: string): Promise<void> {
  await rm(path.dirname(copy), { recursive: true, force: true }).catch(() => undefined);
}
