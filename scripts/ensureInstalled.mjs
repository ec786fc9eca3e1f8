import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { digest, readIfThere, writeWhole } from './files.mjs';
import { root, runIfStarted, runNode, UserError } from './program.mjs';

/** Everything, whatever the environment leaves out otherwise, quietly, and without a minute of waiting where there is no network. */
const INSTALL_OPTIONS = [
  ...[
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ],
  ...['--fetch-retries=2', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'],
];

/**
 * Installs the packages of package-lock.json unless they are. Only a stamp that is written after a complete install counts
 * as one, so what an interrupted install left is replaced. Nothing may be imported from node_modules before this is done.
 * @param {string} folder of the package
 * @param {NodeJS.ProcessEnv} environment
 * @param {(line: string) => void} log
 * @throws UserError when they cannot be installed.
 */
export async function ensureInstalled(folder = root, environment = process.env, log = console.error) {
  const stamp = stampPath(folder);
  const wanted = await installKey(folder);
  if ((await readIfThere(stamp))?.toString('utf8') === wanted) return;

  const npm = environment.npm_execpath;
  if (!npm || !/npm-cli\.[cm]?js$/.test(npm)) {
    throw new UserError(
      'The packages are not installed and only npm can install them: use `npm start`, `npm test` or `npm run build`.',
    );
  }
  log('Installing the packages that Goldilocks is built with; this happens once and takes about half a minute.');
  await rm(stamp, { force: true });
  const code = await runNode([npm, 'ci', ...INSTALL_OPTIONS], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) {
    throw new UserError(
      `The packages could not be installed (npm ci ended with code ${code}, see above): check the network connection and try again.`,
    );
  }
  await writeWhole(stamp, wanted);
}

/** Where the proof of a complete install is kept. */
export function stampPath(folder) {
  return join(folder, 'node_modules', '.goldilocks-installed');
}

/** What an install depends on: the lock file, and what native packages are chosen by. */
export async function installKey(folder) {
  const lock = await readFile(join(folder, 'package-lock.json'), 'utf8');
  const [major] = process.versions.node.split('.');
  return digest('sha256', [lock.replaceAll('\r\n', '\n'), process.platform, process.arch, major].join('\n'));
}

await runIfStarted(import.meta.url, () => ensureInstalled());
