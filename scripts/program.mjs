import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';

/** The root folder of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const OLDEST_NODE = 20;
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** An error that the user can fix: shown without a stack trace. */
export class UserError extends Error {}

/**
 * Runs `main` if Node was started with the module at `url`, and exits with the code that it returns. Does nothing if another script
 * imports the module.
 * @param {string} url the caller's import.meta.url
 * @param {(argv: string[]) => Promise<number | void>} main
 */
export async function runIfStarted(url, main) {
  if (!process.argv[1] || resolve(process.argv[1]) !== fileURLToPath(url)) return;
  try {
    requireNode(process.versions.node);
    process.exitCode = (await main(process.argv.slice(2))) ?? 0;
  } catch (error) {
    console.error(error instanceof UserError ? error.message : error);
    process.exitCode = 1;
  }
}

/**
 * @param {string} version for example "20.11.0"
 * @throws UserError if it is too old to build Goldilocks
 */
export function requireNode(version) {
  if (Number.parseInt(version, 10) < OLDEST_NODE) {
    throw new UserError(`Goldilocks needs Node ${OLDEST_NODE} or newer; this is Node ${version}.`);
  }
}

/**
 * Runs a Node program until it exits. Forwards each signal once; after a signal, this process exits together with the program.
 * @param {string[]} args the path of the program and its arguments
 * @param {import('node:child_process').SpawnOptions & { timeout?: number }} options `stdio` is `inherit` by default;
 *   after `timeout` milliseconds the program is killed
 * @returns {Promise<number>} its exit code; 128 plus the signal number if a signal killed it
 */
export function runNode(args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', killSignal: 'SIGKILL', ...options });
    let received = 0;
    const forward = (signal) => {
      // On Windows, Ctrl+C reaches all programs in the console anyway, and kill() wouldn't let the program clean up.
      if (received === 0 && process.platform !== 'win32') child.kill(signal);
      received = constants.signals[signal];
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    child.on('error', fail);
    child.on('exit', (code, signal) => {
      for (const name of FORWARDED) process.off(name, forward);
      const status = code ?? 128 + constants.signals[signal];
      if (received !== 0) process.exit(status || 128 + received);
      done(status);
    });
  });
}
