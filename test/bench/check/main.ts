import { availableParallelism } from 'node:os';
import path from 'node:path';
import { checkFiles } from '../../../src/cli/check/checkFiles.ts';
import { IgnoreRules } from '../../../src/cli/check/ignoreRules.ts';
import { ProjectSettingsFinder } from '../../../src/cli/check/projectSettings.ts';
import { SourceFileFinder } from '../../../src/cli/check/sourceFiles.ts';
import { BenchError } from '../engine/benchError.ts';
import { describeMachine, warnIfBusy } from '../engine/machine.ts';
import { formatCount, renderTable } from '../engine/table.ts';
import { summarize } from '../statistics.ts';

/** The program of a thread, as it is shipped. */
const THREAD = path.resolve('dist', 'check.js');
const ROUNDS = 3;

/** What checking the folders once took, with finding the files and starting the threads. */
interface Round {
  readonly files: number;
  readonly seconds: number;
  /** Of all threads together. It grows less than `seconds` while others use the processors. */
  readonly processorSeconds: number;
}

async function main(folders: readonly string[]): Promise<void> {
  if (folders.length === 0) throw new BenchError('Name folders of source files: npm run bench:check -- FOLDER…');
  const warning = warnIfBusy();
  if (warning !== null) console.error(warning);
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(folders));
  const rates = rounds.map(({ files, seconds }) => show(files / seconds));
  const { median } = summarize(
    rounds.map(({ files, processorSeconds }) => (files * availableParallelism()) / processorSeconds),
  );
  console.log(
    renderTable(
      ['files', 'files a second, by round', 'if all processors were free'],
      [[formatCount(rounds[0].files), rates.join(', '), show(median)]],
    ),
  );
  console.log(`\n${describeMachine()}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}.`);
}

async function measure(folders: readonly string[]): Promise<Round> {
  const before = process.cpuUsage();
  const start = performance.now();
  const { signal } = new AbortController();
  const finder = new SourceFileFinder(new ProjectSettingsFinder(), new IgnoreRules(process.cwd(), []), signal);
  const files = (await finder.find(folders)).map(({ file }) => file);
  await checkFiles(files, THREAD, signal);
  const { user, system } = process.cpuUsage(before);
  return { files: files.length, seconds: (performance.now() - start) / 1000, processorSeconds: (user + system) / 1e6 };
}

function show(filesASecond: number): string {
  return filesASecond.toFixed(0);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof BenchError ? error.message : error);
  process.exitCode = 1;
});
