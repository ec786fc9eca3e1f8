import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeAtomically } from './files.mjs';
import { root, runIfStarted } from './program.mjs';

/**
 * Runs files with Mocha in this process. After the last test, writes the results: `{passed, failed, failedTitles, skipped: [titles]}`. The
 * environment variable GOLDILOCKS_GREP selects tests by their titles.
 * @param {string} resultsPath
 * @param {string[]} files
 * @param {number} timeout the default timeout of a test in milliseconds
 * @returns {Promise<number>} the exit code
 */
export async function runMocha(resultsPath, files, timeout) {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ timeout, reporter: 'spec', forbidOnly: true, grep: process.env.GOLDILOCKS_GREP });
  for (const file of files) mocha.addFile(resolve(root, file));
  await mocha.loadFilesAsync();

  const skipped = [];
  const failedTitles = [];
  const { passes, failures } = await new Promise((done) => {
    const runner = mocha.run(() => done(runner.stats));
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
    runner.on('fail', (test) => failedTitles.push(test.fullTitle()));
  });
  await writeAtomically(resultsPath, JSON.stringify({ passed: passes, failed: failures, failedTitles, skipped }));
  return failures > 0 ? 1 : 0;
}

/** Usage: runSuite.mjs RESULTS FILE…, started by test.mjs with tsx. */
await runIfStarted(import.meta.url, async ([resultsPath, ...files]) => {
  const { timeout } = JSON.parse(await readFile(join(root, '.mocharc.json'), 'utf8'));
  return runMocha(resultsPath, files, timeout);
});
