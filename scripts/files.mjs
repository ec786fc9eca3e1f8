import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Hexadecimal digest of bytes or text. */
export function digest(algorithm, content) {
  return createHash(algorithm).update(content).digest('hex');
}

/** One digest for files and all files in folders: of their names, relative to `root`, and what they hold. */
export async function digestOfFiles(root, paths) {
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

/** What a file holds, or null where there is none. */
export async function readIfThere(path) {
  return readFile(path).catch((error) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** What a JSON file holds, or null where there is none or it is damaged. */
export async function readJsonIfThere(path) {
  const bytes = await readIfThere(path);
  try {
    return bytes && JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

/** Writes a whole file or, when interrupted, nothing. A file that holds just that already is left alone, so that whoever runs it is not disturbed. */
export async function writeWhole(path, content) {
  const bytes = Buffer.from(content);
  if ((await readIfThere(path))?.equals(bytes)) return;
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, bytes);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}
