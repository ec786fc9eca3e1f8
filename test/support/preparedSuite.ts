import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { UnavailableError } from './vscode/unavailable.ts';

type RunMocha = (resultsPath: string, files: readonly string[], timeout: number) => Promise<number>;

/** A suite that needs more than Node: scripts/test.mjs starts its program with RESULTS FILE…. */
export interface PreparedSuite {
  /** As scripts/test.mjs names it. */
  readonly name: string;
  /** Milliseconds that a test may take. */
  readonly timeout: number;
  /**
   * Sets up what the tests need.
   * @throws UnavailableError where that can't be had: the suite is skipped
   */
  readonly prepare: () => Promise<unknown>;
}

/** Prepares a suite and runs its files with Mocha in this process. */
export function runPreparedSuite(suite: PreparedSuite): void {
  const [resultsPath, ...files] = process.argv.slice(2);
  run(suite, resultsPath, files).catch((error: unknown) => {
    console.log(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exitCode = 1;
  });
}

async function run({ name, timeout, prepare }: PreparedSuite, resultsPath: string, files: readonly string[]) {
  try {
    await prepare();
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    console.log(`\nTHE SUITE ${name.toUpperCase()} IS NOT RUN: ${error.message}\n`);
    const skipped = [`the ${name} suite: ${error.message}`];
    await writeFile(resultsPath, JSON.stringify({ passed: 0, failed: 0, skipped, unavailable: error.message }));
    return;
  }
  const scripts = path.resolve(__dirname, '..', '..', 'scripts', 'runSuite.mjs');
  const { runMocha } = (await import(pathToFileURL(scripts).href)) as { runMocha: RunMocha };
  process.exitCode = await runMocha(resultsPath, files, timeout);
}
