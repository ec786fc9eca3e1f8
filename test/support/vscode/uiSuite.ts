import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { UnavailableError } from './unavailable.ts';
import { offerPackage } from './uiEditor.ts';

type RunMocha = (resultsPath: string, files: readonly string[], timeout: number) => Promise<number>;

const ROOT = path.resolve(__dirname, '..', '..', '..');
/** Milliseconds that a test at the workbench may take. */
const TIMEOUT = 90_000;

/** Packs the extension, finds a VS Code and runs the tests of a user in it: uiSuite.ts RESULTS FILE…. Started by scripts/test.mjs. */
async function main([resultsPath, ...files]: readonly string[]): Promise<void> {
  try {
    await offerPackage(console.log);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    await writeFile(
      resultsPath,
      JSON.stringify({ passed: 0, failed: 0, skipped: [`the ui suite: ${error.message}`], unavailable: error.message }),
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
