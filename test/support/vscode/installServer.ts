import { mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../programs.ts';
import { ensureDebianPackages, programOf } from './debianPackages.ts';
import { UnavailableError } from './unavailable.ts';
import type { VersionPlan } from './versions.ts';

/** A VS Code server that can be started. */
export interface InstalledServer {
  readonly plan: VersionPlan;
  /** The Node that runs it, of the version it was made for. */
  readonly node: string;
  /** The program that this Node runs. */
  readonly entry: string;
}

/** Counted up when this file installs differently, so that older installs are replaced. */
const REVISION = 1;

/** `npm ci` is of no use here: the lock file that code-server ships does not match its package.json. */
const INSTALL = ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Installs the server of a VS Code into a folder of its own below `cache`, unless it is there. The install is made beside its
 * place and moved there when it is whole, so an interrupted one is never taken for good, and two at once do not meet.
 * @throws UnavailableError where there is none for this platform.
 */
export async function ensureServer(
  plan: VersionPlan,
  cache: string,
  log: (line: string) => void,
): Promise<InstalledServer> {
  if (process.platform !== 'linux')
    throw new UnavailableError(`The server host of VS Code runs on Linux only, not on ${process.platform}.`);
  await ensureDebianPackages(plan.needsRipgrep ? ['chromium', 'ripgrep'] : ['chromium'], log);
  const place = path.join(cache, `vscode-server-${plan.version}`);
  const stamp = JSON.stringify({ REVISION, ...plan, arch: process.arch });
  const installed = serverIn(place, plan);
  if (await isStamped(place, stamp)) return installed;

  await ensureDebianPackages(['python3', 'make', 'g++'], log);
  log(`Installing the server of VS Code ${plan.version}; this happens once and takes one to three minutes.`);
  await removeLeftovers(cache);
  const unfinished = `${place}.${process.pid}`;
  try {
    await install(unfinished, plan);
    await writeFile(stampPath(unfinished), stamp);
    if (!(await isStamped(place, stamp))) {
      await rm(place, { recursive: true, force: true });
      await rename(unfinished, place);
    }
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return installed;
}

async function install(folder: string, plan: VersionPlan): Promise<void> {
  const { node, entry } = serverIn(folder, plan);
  const dependencies = { 'code-server': plan.server, [nodePackage()]: plan.node };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await npm(process.execPath, folder, INSTALL);

  const product = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const inside = [...INSTALL, '--omit=dev', '--no-save'];
  await npm(node, product, inside);
  await npm(node, path.join(product, 'extensions'), inside);
  await npm(node, product, ['rebuild', '--ignore-scripts=false', '--loglevel=error', ...plan.addons]);
  if (plan.needsRipgrep) await completeOldServer(folder, product, node);

  const home = path.join(folder, 'home');
  const said = await runProgram(node, [entry, '--config', path.join(home, 'config.yaml'), '--version'], {
    env: { ...process.env, HOME: home },
  });
  if (!said.includes(`with Code ${plan.version}.`))
    throw new Error(`The installed server says that it is ${said.trim()}, not VS Code ${plan.version}.`);
}

/** The server of 1.100 looks for its packages under another name, and its packages for downloads that npm does not carry. */
async function completeOldServer(folder: string, product: string, node: string): Promise<void> {
  await npm(node, folder, ['rebuild', '--ignore-scripts=false', '--loglevel=error', 'argon2']);
  await symlink('node_modules', path.join(product, 'node_modules.asar'));
  const ripgrep = path.join(product, 'node_modules', '@vscode', 'ripgrep', 'bin');
  await mkdir(ripgrep, { recursive: true });
  await symlink(await programOf('ripgrep'), path.join(ripgrep, 'rg'));
}

/** Runs npm, and whatever npm runs, with a given Node, and compiles against the headers that lie beside it. */
async function npm(node: string, folder: string, args: readonly string[]): Promise<void> {
  const program = process.env.npm_execpath;
  if (!program || !/npm-cli\.[cm]?js$/.test(program))
    throw new Error('The server of VS Code is not installed and only npm can install it: use `npm test`.');
  const bin = path.dirname(node);
  const env = {
    ...process.env,
    PATH: `${bin}${path.delimiter}${process.env.PATH}`,
    npm_config_nodedir: path.dirname(bin),
    npm_config_yes: 'true',
  };
  await runProgram(node, [program, ...args], { cwd: folder, env });
}

function serverIn(folder: string, plan: VersionPlan): InstalledServer {
  const modules = path.join(folder, 'node_modules');
  return {
    plan,
    node: path.join(modules, nodePackage(), 'bin', 'node'),
    entry: path.join(modules, 'code-server', 'out', 'node', 'entry.js'),
  };
}

/** Node as an npm package: the server's version of it is rarely the one that runs the tests. */
function nodePackage(): string {
  return `node-linux-${process.arch}`;
}

function stampPath(folder: string): string {
  return path.join(folder, 'installed.json');
}

async function isStamped(folder: string, stamp: string): Promise<boolean> {
  return (await readFile(stampPath(folder), 'utf8').catch(() => '')) === stamp;
}

/** Removes what installs left behind whose process is gone. */
async function removeLeftovers(cache: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  for (const name of await readdir(cache)) {
    const [, pid] = /^vscode-server-\d+\.\d+\.(\d+)$/.exec(name) ?? [];
    if (pid && !exists(Number(pid))) await rm(path.join(cache, name), { recursive: true, force: true });
  }
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
