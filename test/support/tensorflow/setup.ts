import { cp, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { tensorflowFolder } from '../../../src/training/tensorflow/installation.ts';
import { runProgram } from '../programs.ts';
import { UnavailableError } from '../vscode/unavailable.ts';
import { buildFromWheel } from './wheelBuild.ts';

const ROOT = path.resolve(__dirname, '..', '..', '..');
/** Where tfjs-node's installer downloads from, and the variables that send it elsewhere or through a proxy. */
const DOWNLOADS = 'https://storage.googleapis.com/';
const ELSEWHERE = [
  'TFJS_NODE_CDN_STORAGE',
  'CDN_STORAGE',
  'TFJS_NODE_BASE_URI',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
];
/** Milliseconds in which a host that can be reached answers. */
const ANSWER = 5_000;
/** Milliseconds in which a download of 150 MB is done, or will not be. */
const DOWNLOAD = 10 * 60_000;

/** TensorFlow as a clone has it: it loads. */
export interface InstalledTensorflow {
  readonly folder: string;
  readonly build: string;
}

/**
 * Installs TensorFlow for this clone, unless it is there and loads: the package's JavaScript from node_modules, its native part by
 * its own installer or, where that can't download, from a Python wheel. All of it goes into a folder of its own, which no other
 * install empties.
 * @throws UnavailableError with what is missing where it can't be had
 */
export async function ensureTensorflow(log: (line: string) => void): Promise<InstalledTensorflow> {
  const folder = tensorflowFolder({ named: null, root: ROOT });
  const installed = await tryLoad(folder);
  if (installed.loads) return { folder, build: installed.said };
  log('Setting up TensorFlow; this happens once and takes one to three minutes.');
  const unfinished = `${folder}.${process.pid}`;
  try {
    const build = await install(unfinished, log);
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
    return { folder, build };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function install(folder: string, log: (line: string) => void): Promise<string> {
  const name = path.join('node_modules', '@tensorflow', 'tfjs-node');
  const copy = path.join(folder, name);
  await mkdir(path.dirname(copy), { recursive: true });
  await cp(path.join(ROOT, name), copy, { recursive: true });
  const problem = await runOwnInstaller(copy);
  if (problem !== null) {
    log(`tfjs-node's own installer did not bring its library (${problem}): it is built from a Python wheel instead.`);
    for (const part of ['deps', 'lib']) await rm(path.join(copy, part), { recursive: true, force: true });
    await buildFromWheel(copy, path.join(folder, 'work'), log);
  }
  await rm(path.join(folder, 'work'), { recursive: true, force: true });
  const { loads, said } = await tryLoad(folder);
  if (!loads) throw new Error(said);
  return said;
}

/** @returns why it did not work; null if it did */
async function runOwnInstaller(folder: string): Promise<string | null> {
  const isRedirected = ELSEWHERE.some((name) => process.env[name]);
  if (!isRedirected && !(await answers(DOWNLOADS))) return `${DOWNLOADS} does not answer`;
  const search = [path.join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter);
  try {
    await runProgram(process.execPath, [path.join('scripts', 'install.js')], {
      cwd: folder,
      env: { ...process.env, PATH: search },
      timeout: DOWNLOAD,
    });
  } catch (error) {
    return (error as Error).message.trim().split('\n').at(-1)!;
  }
  const { loads, said } = await tryLoad(folder);
  return loads ? null : said;
}

async function answers(address: string): Promise<boolean> {
  return fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER) }).then(
    () => true,
    () => false,
  );
}

/** Loads TensorFlow in a process of its own. What it said is its build, or a sentence on what is wrong. */
async function tryLoad(folder: string): Promise<{ loads: boolean; said: string }> {
  const load = path.join(__dirname, 'load.ts');
  try {
    const said = await runProgram(process.execPath, ['--import', 'tsx', load, folder], { cwd: ROOT });
    return { loads: true, said: said.trim().split('\n').at(-1)! };
  } catch (error) {
    return { loads: false, said: (error as Error).message.trim().split('\n').at(-1)! };
  }
}

/** Started by scripts/setupTensorflow.mjs. */
if (require.main === module) {
  ensureTensorflow(console.log).then(
    ({ folder, build }) => console.log(`TensorFlow is ready: ${build}, in ${folder}.`),
    (error: unknown) => {
      console.error(error instanceof UnavailableError ? error.message : error);
      process.exitCode = 1;
    },
  );
}
