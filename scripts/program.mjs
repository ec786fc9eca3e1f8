import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const OLDEST_NODE = 20;
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Something the user can mend: shown as its sentence, without a stack. */
export class UserError extends Error {}

/**
 * Runs `main` when the module at `url` is what Node was started with, and ends the process with the code it returns.
 * Imported by another script, the module does nothing by itself.
 * @param {string} url import.meta.url of the caller
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
 * @throws UserError when it is older than Goldilocks can be built with.
 */
export function requireNode(version) {
  if (Number.parseInt(version, 10) < OLDEST_NODE) {
    throw new UserError(`Goldilocks needs Node ${OLDEST_NODE} or newer; this is Node ${version}.`);
  }
}

/**
 * Runs a Node program to its end. Signals go on to it, once each, and whoever got one ends with the program instead of
 * carrying on: what follows was not wanted any more.
 * @param {string[]} args the program's path and its arguments
 * @param {import('node:child_process').SpawnOptions & { timeout?: number }} options stdio is inherited unless they say otherwise;
 *   after `timeout` milliseconds the program is killed
 * @returns {Promise<number>} its exit code; 128 and the signal's number if it died of a signal
 */
export function runNode(args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', killSignal: 'SIGKILL', ...options });
    let received = 0;
    const forward = (signal) => {
      // On Windows a Ctrl+C reaches the whole console by itself, and a kill would not let the program end in order.
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
