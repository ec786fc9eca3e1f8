import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleHostSuite } from './bundleHostSuite.ts';
import { CACHE, prepareEditor } from './editor.ts';
import type { Editor } from './editor.ts';
import { makeEditorHome } from './editorHome.ts';
import { runInHost } from './hostRun.ts';
import { UnavailableError } from './unavailable.ts';

interface Outcome {
  passed: number;
  failed: number;
  failedTitles: string[];
  skipped: string[];
  /** Why no test could be run on this platform. */
  unavailable?: string;
}

const HOST = path.resolve(__dirname, '..', '..', 'host');
/**
 * One start of VS Code for the tests in test/host, and one for each folder in it, in the order of their names. All of them
 * have the same user, so that a later start finds what an earlier one left.
 */
const FIRST = '.';

/** Runs test/host and writes what came of it: hostSuite.ts RESULTS. Started by scripts/test.mjs. */
async function main(resultsPath: string): Promise<void> {
  const outcome = await prepareEditor(console.log).then(runSuites, (error: unknown) => {
    if (!(error instanceof UnavailableError)) throw error;
    return {
      passed: 0,
      failed: 0,
      failedTitles: [],
      skipped: [`the host suite: ${error.message}`],
      unavailable: error.message,
    };
  });
  await writeFile(resultsPath, JSON.stringify(outcome));
  process.exitCode = outcome.failed > 0 ? 1 : 0;
}

async function runSuites(editor: Editor): Promise<Outcome> {
  console.log(`VS Code ${editor.version}, ${editor.kind}`);
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(path.join(CACHE, 'host-suite-'));
  const home = await makeEditorHome();
  const total: Outcome = { passed: 0, failed: 0, failedTitles: [], skipped: [] };
  try {
    const entries = await readdir(HOST, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    for (const name of [FIRST, ...names.sort()]) {
      const suite = path.join(folder, 'suites', name);
      const results = path.join(folder, 'results', name);
      await mkdir(results, { recursive: true });
      await bundleHostSuite(path.join(HOST, name), suite);
      const complaint = await runInHost(editor, home, {
        name: name === FIRST ? 'host' : `host-${name}`,
        suite,
        results,
      });
      add(total, await readOutcome(results, complaint));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
    await home.remove();
  }
  return total;
}

/** What the suite itself wrote. Without results it did not run to its end, whatever VS Code says. */
async function readOutcome(results: string, complaint: string | null): Promise<Outcome> {
  console.log(await readFile(path.join(results, 'text.txt'), 'utf8').catch(() => ''));
  if (complaint !== null) console.log(complaint);
  const text = await readFile(path.join(results, 'results.json'), 'utf8').catch(() => null);
  if (text === null) {
    console.log('The suite did not run to its end, whatever VS Code says: there are no results.');
    return { passed: 0, failed: 1, failedTitles: [], skipped: [] };
  }
  const outcome = JSON.parse(text) as Outcome;
  return complaint !== null && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
}

function add(total: Outcome, { passed, failed, failedTitles, skipped }: Outcome): void {
  total.passed += passed;
  total.failed += failed;
  total.failedTitles.push(...failedTitles);
  total.skipped.push(...skipped);
}

main(process.argv[2]).catch((error: unknown) => {
  console.log(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
});
