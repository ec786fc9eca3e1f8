import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findProgram, runProgram } from '../programs.ts';
import { ensureDebianPackages } from '../vscode/debianPackages.ts';
import { UnavailableError } from '../vscode/unavailable.ts';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const FOLDER = path.join(ROOT, '.cache', 'python');
/** In the folder, for which packages and which Python it is. */
const STAMP = 'goldilocks-packages.txt';

/** Without anything for graphics cards where that is to be had. */
const TENSORFLOW = process.platform === 'linux' && process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';
/** What the programs of the tests import. */
const PACKAGES = ['torch', 'lightning', 'transformers[torch]', 'keras', 'jax', 'optax', TENSORFLOW, 'pyyaml'];

/**
 * Installs the frameworks that the tests' programs train with for this clone, unless they are there. They go into a folder of their own,
 * which Python finds by PYTHONPATH: the machine's Python is left as it is. Takes minutes, and 3 GB of room, more where the index has
 * PyTorch with libraries for graphics cards only.
 * @returns absolute path of the folder
 * @throws UnavailableError with what is missing where they can't be had
 */
export async function ensurePackages(log: (line: string) => void): Promise<string> {
  await ensureDebianPackages(['python3', 'python3-pip'], log, 'Training programs in Python');
  const stamp = [await runProgram('python3', ['--version']), ...PACKAGES].join('\n');
  const installed = await readFile(path.join(FOLDER, STAMP), 'utf8').catch(() => null);
  if (installed === stamp) return FOLDER;
  log('Installing PyTorch, Keras, Lightning, Transformers and optax; this happens once and takes minutes.');
  const unfinished = `${FOLDER}.${process.pid}`;
  try {
    await install(unfinished);
    await writeFile(path.join(unfinished, STAMP), stamp);
    await rm(FOLDER, { recursive: true, force: true });
    await rename(unfinished, FOLDER);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return FOLDER;
}

async function install(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pip = await findProgram('pip3', 'pip');
  const options = ['--quiet', '--only-binary=:all:', '--no-compile', '--no-cache-dir', '--target', folder];
  // Unless told otherwise, pip spends minutes on an index that doesn't answer.
  const env = {
    PIP_RETRIES: '0',
    ...process.env,
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_ROOT_USER_ACTION: 'ignore',
  };
  await runProgram(pip!, ['install', ...options, ...PACKAGES], { env }).catch((error: unknown) => {
    const { message } = error as Error;
    const said = message.split('\n').filter((line) => line.startsWith('ERROR:'));
    throw new UnavailableError(`${PACKAGES.join(', ')} cannot be installed: ${said.at(-1) ?? message}`);
  });
}
