import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The hexadecimal digest of bytes or text. */
export function digest(algorithm, content) {
  return createHash(algorithm).update(content).digest('hex');
}

/** A digest of the names and contents of files, and of all files in folders. */
export async function digestFiles(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await filesOf(root, path))
      hash
        .update(file)
        .update('\0')
        .update(await readFile(join(root, file)))
        .update('\0');
  }
  return hash.digest('hex');
}

async function filesOf(root, path) {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (!entries) return [path];
  const inner = entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => filesOf(root, `${path}/${entry.name}`));
  return (await Promise.all(inner)).flat();
}

/** The contents of a file; null if it doesn't exist. */
export async function readIfExists(path) {
  return readFile(path).catch((error) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** The value in a JSON file; null if the file doesn't exist or is damaged. */
export async function readJsonIfExists(path) {
  const bytes = await readIfExists(path);
  try {
    return bytes && JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

/** Replaces a file atomically. Leaves it alone if it has this content already, since a running program may use it. */
export async function writeAtomically(path, content) {
  const bytes = Buffer.from(content);
  if ((await readIfExists(path))?.equals(bytes)) return;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
