import Mocha from 'mocha';
import { appendFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import path from 'node:path';
import { format } from 'node:util';

/** How the runner, which started VS Code, and the suite in its extension host find each other. */
const FOLDER = process.env.GOLDILOCKS_RESULTS ?? '.';
/** A command may wait for a worker, a webview or a reload. */
const TIMEOUT = 60_000;

/**
 * What VS Code calls in its extension host: runs the *.test.js files beside this one. The results are written when all tests
 * have ended and are the only proof that they have, for VS Code reports success even when the extension host crashed.
 */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  // The extension host forwards console.log to the workbench with its placeholders unfilled.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) =>
    appendFileSync(path.join(FOLDER, 'text.txt'), `${format(...args)}\n`);
  const mocha = new Mocha({
    timeout: TIMEOUT,
    color: false,
    reporter: 'spec',
    forbidOnly: true,
    grep: process.env.GOLDILOCKS_GREP,
  });
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(path.join(__dirname, file));
  }

  const skipped: string[] = [];
  const failedTitles: string[] = [];
  const { passes, failures } = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats as Mocha.Stats));
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
    runner.on('fail', (test, error: Error) => {
      failedTitles.push(test.fullTitle());
      error.stack = inSources(error.stack ?? error.message);
    });
  });
  const unfinished = path.join(FOLDER, 'results.tmp');
  writeFileSync(unfinished, JSON.stringify({ passed: passes, failed: failures, failedTitles, skipped }));
  renameSync(unfinished, path.join(FOLDER, 'results.json'));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}

/** VS Code makes stacks by itself, without regard for source maps: the places in them are put back to where they were written. */
function inSources(stack: string): string {
  return stack.replaceAll(/\(?([^\s()]+\.js):(\d+):(\d+)\)?/g, (place, file: string, line: string, column: string) => {
    const entry = findSourceMap(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return place;
    return `(${path.normalize(entry.originalSource.replace(/^file:\/\//, ''))}:${entry.originalLine + 1}:${entry.originalColumn + 1})`;
  });
}
