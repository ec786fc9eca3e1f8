import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** The four files of MNIST, and the size of their headers in bytes. */
const FILES = {
  'train-images-idx3-ubyte': 16,
  'train-labels-idx1-ubyte': 8,
  't10k-images-idx3-ubyte': 16,
  't10k-labels-idx1-ubyte': 8,
};

/**
 * Writes MNIST with every zero pixel replaced by 1/255, so that skipping the background gains nothing.
 * @param mnist the folder with the packed images
 * @returns `folder`
 */
export async function writeWithoutZeros(mnist: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, header] of Object.entries(FILES)) {
    const bytes: Buffer = await promisify(gunzip)(await readFile(path.join(mnist, `${name}.gz`)));
    await writeFile(path.join(folder, name), name.includes('images') ? withoutZeros(bytes, header) : bytes);
  }
  return folder;
}

/** Replaces 0 by 1 in all bytes after the header. */
export function withoutZeros(bytes: Uint8Array, header: number): Uint8Array {
  return bytes.map((byte, index) => (index >= header && byte === 0 ? 1 : byte));
}
