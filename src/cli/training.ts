import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Engines } from '../app/engines.ts';
import type { Training, TrainingEnvironment } from '../app/training.ts';
import { writeReport } from '../app/writeReport.ts';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { toJson } from '../domain/json.ts';
import { WorkerRunner } from '../runs/workerRunner.ts';
import { EXIT } from './command.ts';
import type { ExitCode, Surroundings } from './command.ts';
import { experimentTables } from './experimentTables.ts';
import { ProgressDisplay } from './progress.ts';
import { newPool, workerOptions } from './workers.ts';
import type { TrainingOptions } from './workers.ts';

/**
 * Makes the JSON document of a command.
 * @param folder absolute path of the experiment
 * @param seconds from the start of the training to its end
 */
export type JsonOf = (experiment: ExperimentOverview, folder: string, seconds: number) => object;

/** Folder of the MNIST images that ship with Goldilocks. */
export function mnistFolder({ root }: Surroundings): string {
  return path.join(root, 'media', 'mnist');
}

/** The script that draws a report's charts. */
export function readReportScript({ root }: Surroundings): Promise<string> {
  return readFile(path.join(root, 'dist', 'report.js'), 'utf8');
}

/** Where an experiment goes unless the user names a folder. */
export function defaultFolder(name: string): string {
  const time = new Date()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  return path.join('goldilocks-experiments', `${time}-${name}`);
}

/** Makes what a training needs, and ends its workers after the work. */
export async function withEnvironment<T>(
  surroundings: Surroundings,
  options: TrainingOptions,
  work: (environment: TrainingEnvironment) => Promise<T>,
): Promise<T> {
  const { root, version, pool = newPool(root, options) } = surroundings;
  try {
    const runner = new WorkerRunner(() => pool, mnistFolder(surroundings));
    return await work({ runner, engines: new Engines(workerOptions(root, options)), window: randomUUID(), version });
  } finally {
    pool.dispose();
  }
}

/**
 * Trains an experiment with its progress on standard error, then prints its results and writes the report.
 * @param jsonOf prints a JSON document instead; null for tables
 */
export async function trainAndReport(
  training: Training,
  surroundings: Surroundings,
  jsonOf: JsonOf | null,
): Promise<ExitCode> {
  const { stdout, stderr, interrupt } = surroundings;
  const started = performance.now();
  const overview = training.overview();
  const progress = new ProgressDisplay(
    training.runs.filter(({ result }) => result === null),
    overview,
    stderr,
  );
  try {
    await training.train(interrupt, (run, event) => progress.take(run, event));
  } finally {
    progress.finish();
  }
  const seconds = (performance.now() - started) / 1000;
  const ended = training.overview();
  const { folder } = training.experiment;
  if (jsonOf) {
    stdout.write(toJson(jsonOf(ended, folder, seconds), 2) + '\n');
  } else {
    stdout.write(experimentTables(ended, stdout.isTTY === true));
    const report = await writeReport(training.experiment, await readReportScript(surroundings));
    stdout.write(`\nReport      ${report}\nExperiment  ${folder}\n`);
  }
  if (interrupt.aborted) return EXIT.interrupted;
  return ended.runs.some(({ state }) => state === 'failed') ? EXIT.failed : EXIT.done;
}
