import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeWhole } from './files.mjs';
import { root, runIfStarted } from './program.mjs';

/**
 * Runs files with mocha in this process and, once every test has ended, writes what came of it:
 * `{passed, failed, skipped: [titles]}`. The environment variable GOLDILOCKS_GREP chooses tests by their titles.
 * @param {string} resultsPath
 * @param {string[]} files
 * @param {number} timeout milliseconds that a test may take, where it says nothing else
 * @returns {Promise<number>} the exit code
 */
export async function runMocha(resultsPath, files, timeout) {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ timeout, reporter: 'spec', forbidOnly: true, grep: process.env.GOLDILOCKS_GREP });
  for (const file of files) mocha.addFile(resolve(root, file));
  await mocha.loadFilesAsync();

  const skipped = [];
  const { passes, failures } = await new Promise((done) => {
    const runner = mocha.run(() => done(runner.stats));
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
  });
  await writeWhole(resultsPath, JSON.stringify({ passed: passes, failed: failures, skipped }));
  return failures > 0 ? 1 : 0;
}

/** Started by test.mjs with tsx loaded: runSuite.mjs RESULTS FILE… */
await runIfStarted(import.meta.url, async ([resultsPath, ...files]) => {
  const { timeout } = JSON.parse(await readFile(join(root, '.mocharc.json'), 'utf8'));
  return runMocha(resultsPath, files, timeout);
});
