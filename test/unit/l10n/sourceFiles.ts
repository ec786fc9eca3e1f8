import { readdir, stat } from 'node:fs/promises';

/** The TypeScript files of a folder, or the one file that is named. */
export async function sourceFilesIn(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  return (await readdir(path, { recursive: true }))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${path}/${file}`);
}
