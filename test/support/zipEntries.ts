import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;
const END_SIZE = 22;
const LOCAL_HEADER_SIZE = 30;
const DEFLATED = 8;

/** Where a file lies in an archive. */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly size: number;
  readonly offset: number;
}

/** Names of the files in a zip archive, read from its central directory: what was packed, not what was meant to be. */
export async function zipEntries(path: string): Promise<string[]> {
  return entriesOf(await readFile(path), path).map(({ name }) => name);
}

/** The content of a file in a zip archive. */
export async function readZipEntry(path: string, name: string): Promise<Buffer> {
  const bytes = await readFile(path);
  const entry = entriesOf(bytes, path).find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`${path} has no ${name}.`);
  const [nameLength, extraLength] = [26, 28].map((offset) => bytes.readUInt16LE(entry.offset + offset));
  const start = entry.offset + LOCAL_HEADER_SIZE + nameLength + extraLength;
  const packed = bytes.subarray(start, start + entry.size);
  return entry.method === DEFLATED ? inflateRawSync(packed) : packed;
}

function entriesOf(bytes: Buffer, path: string): Entry[] {
  let end = bytes.length - END_SIZE;
  while (end >= 0 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error(`${path} is not a zip archive.`);

  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw new Error(`${path} has a damaged directory.`);
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    entries.push({
      name: bytes.toString('utf8', at + ENTRY_SIZE, at + ENTRY_SIZE + name),
      method: bytes.readUInt16LE(at + 10),
      size: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += ENTRY_SIZE + name + extra + comment;
  }
  return entries;
}
