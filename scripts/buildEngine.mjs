import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SOURCES = path.join(ROOT, 'src', 'training', 'wasm', 'assembly');

/**
 * The variants of the built-in engine, with the compiler options that each adds. The file of a variant is engine-<name>.wasm.
 */
const BUILDS = { simd: ['--enable', 'simd'], 'relaxed-simd': ['--enable', 'simd', '--enable', 'relaxed-simd'] };

const OPTIONS = ['--runtime', 'stub', '--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert'];

/**
 * Compiles the built-in engine from AssemblyScript.
 * @param {{ outDir: string }} options - the folder for the .wasm files; created if it doesn't exist
 * @returns {Promise<string[]>} the files written
 */
export async function buildEngine({ outDir }) {
  await mkdir(outDir, { recursive: true });
  const files = [];
  for (const [name, options] of Object.entries(BUILDS)) {
    const file = path.join(outDir, `engine-${name}.wasm`);
    await writeFile(file, await compile(options));
    files.push(file);
  }
  return files;
}

/** @returns {Promise<Uint8Array>} the module's bytes */
async function compile(options) {
  let bytes;
  const { error, stderr } = await asc.main(['index.ts', '--outFile', 'engine.wasm', ...OPTIONS, ...options], {
    readFile: (name, base) => readFile(path.resolve(SOURCES, base, name), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error || !bytes) {
    throw new Error(`The built-in engine does not compile (${error?.message ?? 'no output'}).\n${stderr.toString()}`);
  }
  return bytes;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    for (const file of await buildEngine({ outDir: path.join(ROOT, 'dist') })) console.log(path.relative(ROOT, file));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
