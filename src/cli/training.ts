import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Engines } from '../app/engines.ts';
import type { LiveTraining } from '../app/liveTraining.ts';
import type { Training, TrainingEnvironment } from '../app/training.ts';
import { writeReport } from '../app/writeReport.ts';
import type { ExperimentOverview } from '../domain/experiment.ts';
import { toJson } from '../domain/json.ts';
import { WorkerRunner } from '../runs/workerRunner.ts';
import { EXIT } from './command.ts';
import type { ExitCode, CommandContext } from './command.ts';
import { experimentTables } from './experimentTables.ts';
import { ProgressDisplay } from './progress.ts';
import { newPool, processOptions } from './workers.ts';
import type { WorkerOptions } from './workers.ts';

/**
 * Makes the JSON document of a command.
 * @param folder absolute path of the experiment
 * @param seconds from the start of the training to its end
 */
export type ResultsToJson = (experiment: ExperimentOverview, folder: string, seconds: number) => object;

/** Folder of the MNIST images that ship with Goldilocks. */
export function mnistFolder({ root }: CommandContext): string {
  return path.join(root, 'media', 'mnist');
}

/** The script that draws a report's charts. */
export function readReportScript({ root }: CommandContext): Promise<string> {
  return readFile(path.join(root, 'dist', 'report.js'), 'utf8');
}

/** Where an experiment goes unless the user names a folder. */
export function defaultFolder(name: string): string {
  // To the millisecond: two experiments may begin in the same second.
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
  return path.join('goldilocks-experiments', `${time}-${name}`);
}

/** Makes what a training needs, and ends its workers after the work. */
export async function withEnvironment<T>(
  context: CommandContext,
  options: WorkerOptions,
  work: (environment: TrainingEnvironment & { readonly engines: Engines }) => Promise<T>,
): Promise<T> {
  const { root, version, pool = newPool(root, options) } = context;
  try {
    const runner = new WorkerRunner(() => pool, mnistFolder(context));
    return await work({ runner, engines: new Engines(processOptions(root, options)), window: randomUUID(), version });
  } finally {
    pool.dispose();
  }
}

/**
 * Trains an experiment with its progress on standard error, then prints its results and writes the report.
 * @param resultsToJson prints a JSON document instead; null for tables
 */
export async function trainAndReport(
  training: Training,
  context: CommandContext,
  resultsToJson: ResultsToJson | null,
): Promise<ExitCode> {
  const seconds = await trainWithProgress(training, context);
  if (resultsToJson) {
    context.stdout.write(toJson(resultsToJson(training.overview(), training.experiment.folder, seconds), 2) + '\n');
  } else {
    await printResults(training, context);
  }
  return exitCodeOf(training, context);
}

/**
 * Trains an experiment with its progress on standard error.
 * @returns how many seconds that took
 */
export async function trainWithProgress(training: Training, { stderr, interrupt }: CommandContext): Promise<number> {
  const started = performance.now();
  const progress = new ProgressDisplay(
    training.runs.filter(({ result }) => result === null),
    training.overview(),
    stderr,
  );
  try {
    await training.train(interrupt, (run, event) => progress.onEvent(run, event));
  } finally {
    progress.finish();
  }
  return (performance.now() - started) / 1000;
}

/** Prints the tables of an experiment and writes its report. */
export async function printResults(training: LiveTraining, context: CommandContext): Promise<void> {
  const { stdout } = context;
  const { experiment } = training;
  stdout.write(experimentTables(training.overview(), stdout.isTTY === true));
  const report = await writeReport(experiment, await readReportScript(context));
  stdout.write(`\nReport      ${report}\nExperiment  ${experiment.folder}\n`);
}

export function exitCodeOf(training: Training, { interrupt }: CommandContext): ExitCode {
  if (interrupt.aborted) return EXIT.interrupted;
  return training.runs.some(({ result }) => result?.state === 'failed') ? EXIT.failed : EXIT.done;
}
