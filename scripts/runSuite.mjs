import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeWhole } from './files.mjs';
import { root, runIfStarted } from './program.mjs';

/**
 * Runs one suite with mocha in this process and, once every test has ended, writes what came of it:
 * `{passed, failed, skipped: [titles]}`. Started by test.mjs with tsx loaded: runSuite.mjs RESULTS FILE…
 */
await runIfStarted(import.meta.url, async ([resultsPath, ...files]) => {
  const { default: Mocha } = await import('mocha');
  const { timeout } = JSON.parse(await readFile(join(root, '.mocharc.json'), 'utf8'));
  const mocha = new Mocha({ timeout, reporter: 'spec', forbidOnly: true });
  for (const file of files) mocha.addFile(resolve(root, file));
  await mocha.loadFilesAsync();

  const skipped = [];
  const { passes, failures } = await new Promise((done) => {
    const runner = mocha.run(() => done(runner.stats));
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
  });
  await writeWhole(resultsPath, JSON.stringify({ passed: passes, failed: failures, skipped }));
  return failures > 0 ? 1 : 0;
});
