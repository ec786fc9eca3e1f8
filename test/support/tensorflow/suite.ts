import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { UnavailableError } from '../vscode/unavailable.ts';
import { ensureTensorflow } from './setup.ts';

type RunMocha = (resultsPath: string, files: readonly string[], timeout: number) => Promise<number>;

const ROOT = path.resolve(__dirname, '..', '..', '..');
/** Milliseconds that a test may take: some train hundreds of steps with TensorFlow. */
const TIMEOUT = 5 * 60_000;

/** Sets up TensorFlow and runs the tests with it: suite.ts RESULTS FILE…. Started by scripts/test.mjs. */
async function main([resultsPath, ...files]: readonly string[]): Promise<void> {
  try {
    const { build } = await ensureTensorflow(console.log);
    console.log(build);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    console.log(`\nTENSORFLOW IS NOT TESTED, for its native library can't be had here: ${error.message}\n`);
    await writeFile(
      resultsPath,
      JSON.stringify({
        passed: 0,
        failed: 0,
        skipped: [`the tensorflow suite: ${error.message}`],
        unavailable: error.message,
      }),
    );
    return;
  }
  const { runMocha } = (await import(pathToFileURL(path.join(ROOT, 'scripts', 'runSuite.mjs')).href)) as {
    runMocha: RunMocha;
  };
  process.exitCode = await runMocha(resultsPath, files, TIMEOUT);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.log(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
});
