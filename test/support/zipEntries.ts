import { readFile } from 'node:fs/promises';

const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;
const END_SIZE = 22;

/** Names of the files in a zip archive, read from its central directory: what was packed, not what was meant to be. */
export async function zipEntries(path: string): Promise<string[]> {
  const bytes = await readFile(path);
  let end = bytes.length - END_SIZE;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error(`${path} is not a zip archive.`);

  const names: string[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new Error(`${path} has a damaged directory.`);
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    names.push(bytes.toString('utf8', at + ENTRY_SIZE, at + ENTRY_SIZE + name));
    at += ENTRY_SIZE + name + extra + comment;
  }
  return names;
}
