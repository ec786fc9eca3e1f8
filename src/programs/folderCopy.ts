import { constants, existsSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { cp, lstat, mkdir, mkdtemp, readdir, readlink, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isWithin } from './withinFolder.ts';

/** A file of a folder: its path in it, and what tells whether it was written since. */
export interface FolderFile {
  readonly name: string;
  readonly size: number;
  /** As Date.now() gives it. */
  readonly changedAt: number;
}

/** A copy of a folder. All paths are absolute. */
export interface FolderCopy {
  /** Bears the folder's name. */
  readonly folder: string;
  /** The folder, or the copy of the repository that it is in. */
  readonly root: string;
  /** Holds nothing but the root. */
  readonly temporary: string;
}

/** Bytes up to which a folder is copied without being asked. */
export const MAX_COPY = 200 << 20;
/** Files that are looked at: beyond, a folder is somebody's home rather than a project. */
export const MAX_FILES = 20_000;
/** Folders that programs only read: linked, not copied. */
const LINKED_FOLDERS: readonly string[] = ['.git', 'node_modules'];
/** Folders that programs write beside what they are for. */
const PASSED_OVER: readonly string[] = ['__pycache__', 'goldilocks-experiments'];

/** The files of a folder without those that are only read; null if there are too many. */
export async function listFolder(folder: string, maxFiles = MAX_FILES): Promise<readonly FolderFile[] | null> {
  const files: FolderFile[] = [];
  const waiting = [''];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of await entriesOf(folder, at)) {
      const name = path.join(at, entry.name);
      if (entry.isDirectory() && !isOnlyRead(folder, name)) waiting.push(name);
      else if (entry.isFile()) {
        const stats = await lstat(path.join(folder, name)).catch(() => null);
        if (stats) files.push({ name, size: stats.size, changedAt: stats.mtimeMs });
      }
      if (files.length + waiting.length > maxFiles) return null;
    }
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Bytes of all files together. */
export function sizeOf(files: readonly FolderFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** Whether a folder is small enough to be copied without being asked. */
export async function isSmall(folder: string): Promise<boolean> {
  const files = await listFolder(folder);
  return files !== null && sizeOf(files) <= MAX_COPY;
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
 * Copies a folder, so that a program can run in it without leaving anything in the folder itself. A small repository that the folder is in
 * is copied as a whole, for programs read `../data`. Links stay links, and folders that programs only read become links; a link that leads
 * to another place in what is copied leads to that of the copy.
 * @param mark see deleteMarkedCopies
 * @throws Error if a file cannot be read or the copy not be written; then nothing of it is left
 */
export async function copyFolder(folder: string, mark = ''): Promise<FolderCopy> {
  const whole = await smallRepository(folder);
  const temporary = await mkdtemp(path.join(os.tmpdir(), copyName(mark)));
  const root = path.join(temporary, path.basename(whole) || 'folder');
  const copy = { temporary, root, folder: path.join(root, path.relative(whole, folder)) };
  try {
    await copyInto(whole, root, '');
  } catch (error) {
    await deleteCopy(copy);
    throw error;
  }
  return copy;
}

/** Deletes a copy; what it links to stays. */
export async function deleteCopy({ temporary }: Pick<FolderCopy, 'temporary'>): Promise<void> {
  await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
}

/** Deletes the copies with a mark that a process has left when it was killed. */
export async function deleteMarkedCopies(mark: string): Promise<void> {
  const names = await readdir(os.tmpdir()).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(copyName(mark))))
    await deleteCopy({ temporary: path.join(os.tmpdir(), name) });
}

/** The beginning of the name of a temporary folder that a copy is in. */
function copyName(mark: string): string {
  return `goldilocks-copy-${mark && `${mark}-`}`;
}

/** The repository that a folder is in, where it is small enough to be copied; else the folder itself. */
async function smallRepository(folder: string): Promise<string> {
  for (let at = folder; path.dirname(at) !== at; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return at !== folder && (await isSmall(at)) ? at : folder;
    // In a copy of the repository the folder would be a link to itself, or missing.
    if (isOnlyRead(path.dirname(at), path.basename(at)) || PASSED_OVER.includes(path.basename(at))) return folder;
  }
  return folder;
}

async function copyInto(folder: string, copy: string, at: string): Promise<void> {
  await mkdir(path.join(copy, at));
  for (const entry of await entriesOf(folder, at)) {
    const name = path.join(at, entry.name);
    const [source, target] = [path.join(folder, name), path.join(copy, name)];
    if (entry.isSymbolicLink()) await symlink(await linkIn(folder, copy, name), target);
    else if (entry.isDirectory() && isOnlyRead(folder, name)) await symlink(source, target);
    else if (entry.isDirectory()) await copyInto(folder, copy, name);
    else if (entry.isFile())
      await cp(source, target, { mode: constants.COPYFILE_FICLONE, preserveTimestamps: true }).catch(unlessGone);
  }
}

async function entriesOf(folder: string, at: string): Promise<Dirent[]> {
  const entries = await readdir(path.join(folder, at), { withFileTypes: true }).catch(() => []);
  return entries.filter(({ name }) => !PASSED_OVER.includes(name));
}

/** Whether a folder in a folder is one that programs only read, such as an environment of Python by any name. */
function isOnlyRead(folder: string, name: string): boolean {
  return LINKED_FOLDERS.includes(path.basename(name)) || existsSync(path.join(folder, name, 'pyvenv.cfg'));
}

/** Where the copy of a link leads. */
async function linkIn(folder: string, copy: string, name: string): Promise<string> {
  const end = path.resolve(folder, path.dirname(name), await readlink(path.join(folder, name)));
  return isWithin(folder, end) ? path.join(copy, path.relative(folder, end)) : end;
}

/** A file that was deleted meanwhile is none of the folder's any more. */
function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
