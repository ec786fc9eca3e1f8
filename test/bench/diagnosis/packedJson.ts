import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import { joinNumbers, splitNumbers } from './numberPlanes.ts';

/** Ending of the packed files: a third smaller than JSON packed with gzip. */
const PACKED = '.json.br';

/** Packs every JSON file of a folder into another one; packed files of other names stay. */
export async function packFolder(from: string, to: string): Promise<void> {
  for (const file of (await readdir(from)).filter((name) => name.endsWith('.json')).sort()) {
    const target = path.join(to, path.basename(file, '.json') + PACKED);
    await writeFile(`${target}.part`, await pack(JSON.parse(await readFile(path.join(from, file), 'utf8'))));
    await rename(`${target}.part`, target);
  }
}

/** The packed files of a folder, by name. */
export async function packedFiles(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(PACKED)).sort();
  return files.map((file) => path.join(folder, file));
}

export async function readPacked(file: string): Promise<unknown> {
  return joinNumbers(await promisify(brotliDecompress)(await readFile(file)));
}

function pack(value: unknown): Promise<Buffer> {
  const bytes = splitNumbers(value);
  return promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}
