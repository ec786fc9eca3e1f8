import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { Engines } from '../app/engines.ts';
import { writeReport } from '../app/writeReport.ts';
import type { Sweep, SweepServices } from '../app/sweep.ts';
import { toJson } from '../domain/json.ts';
import { EXIT } from './command.ts';
import type { ExitCode, Surroundings } from './command.ts';
import { ProgressDisplay } from './progress.ts';
import { sweepJson } from './sweepJson.ts';
import { sweepTables } from './sweepTables.ts';
import { newPool, workerOptions } from './workers.ts';
import type { TrainingOptions } from './workers.ts';

/** Folder of the MNIST images that ship with Goldilocks. */
export function mnistFolder({ root }: Surroundings): string {
  return path.join(root, 'media', 'mnist');
}

/** The script that draws a report's charts. */
export function readReportScript({ root }: Surroundings): Promise<string> {
  return readFile(path.join(root, 'dist', 'report.js'), 'utf8');
}

/** Lends a pool of workers to some work and ends them after it. */
export async function withServices<T>(
  surroundings: Surroundings,
  options: TrainingOptions,
  work: (services: SweepServices) => Promise<T>,
): Promise<T> {
  const { root, pool = newPool(root, options) } = surroundings;
  try {
    return await work({
      pool,
      engines: new Engines(workerOptions(root, options)),
      mnistFolder: mnistFolder(surroundings),
      window: randomUUID(),
      version: surroundings.version,
    });
  } finally {
    pool.dispose();
  }
}

/** Trains a sweep with its progress on standard error, then prints what came of it and writes the report. */
export async function trainAndReport(sweep: Sweep, surroundings: Surroundings, asJson: boolean): Promise<ExitCode> {
  const { stdout, stderr, interrupt } = surroundings;
  const started = performance.now();
  const progress = new ProgressDisplay(
    sweep.runs.filter(({ result }) => result === null),
    stderr,
  );
  try {
    await sweep.train(interrupt, (run, event) => progress.take(run, event));
  } finally {
    progress.finish();
  }
  const seconds = (performance.now() - started) / 1000;
  const overview = sweep.overview();
  const { folder } = sweep.experiment;
  if (asJson) {
    stdout.write(toJson(sweepJson(overview, folder, seconds), 2) + '\n');
  } else {
    stdout.write(sweepTables(overview, stdout.isTTY === true));
    const report = await writeReport(sweep.experiment, await readReportScript(surroundings));
    stdout.write(`\nReport      ${report}\nExperiment  ${folder}\n`);
  }
  if (interrupt.aborted) return EXIT.interrupted;
  return overview.runs.some(({ state }) => state === 'failed') ? EXIT.failed : EXIT.done;
}
