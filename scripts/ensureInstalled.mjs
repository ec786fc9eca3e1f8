import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { digest, readIfExists, writeAtomically } from './files.mjs';
import { root, runIfStarted, runNode, UserError } from './program.mjs';

/** Installs everything, whatever the environment omits, without output, and without waiting for a minute if there is no network. */
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
 * Installs the packages of package-lock.json if necessary. A stamp is written after a complete install, so one that was interrupted
 * starts over. Import nothing from node_modules before this is done.
 * @param {string} folder the folder of the package
 * @param {NodeJS.ProcessEnv} environment
 * @param {(line: string) => void} log
 * @throws UserError if the packages can't be installed
 */
export async function ensureInstalled(folder = root, environment = process.env, log = console.error) {
  const stamp = stampPath(folder);
  const wanted = await installKey(folder);
  if ((await readIfExists(stamp))?.toString('utf8') === wanted) return;

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
  await writeAtomically(stamp, wanted);
}

/** The path of the stamp of a complete install. */
export function stampPath(folder) {
  return join(folder, 'node_modules', '.goldilocks-installed');
}

/** A digest of what an install depends on: the lock file and the platform. */
export async function installKey(folder) {
  const lock = await readFile(join(folder, 'package-lock.json'), 'utf8');
  const [major] = process.versions.node.split('.');
  return digest('sha256', [lock.replaceAll('\r\n', '\n'), process.platform, process.arch, major].join('\n'));
}

await runIfStarted(import.meta.url, () => ensureInstalled());
