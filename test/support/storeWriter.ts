import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunResult } from '../../src/domain/run.ts';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { deleteFile, writeFileAtomically } from '../../src/store/files.ts';
import { CLAIM, recordsOf } from './experiments.ts';
import { finishedRun, sweepOf } from './runs.ts';

/** What the writer writes when nobody stops it; the third run appears later than the experiment. */
export const WRITTEN = sweepOf([
  finishedRun(0, 0.1, [2.3, NaN]),
  finishedRun(1, 0.01, [2.3, 2, 1]),
  finishedRun(2, 0.001, [2.3, 2.2, 2.1]),
]);

/** Writes an experiment in all the ways that trainings do: checkpoints, an attempt that continues another, a run that appears later. */
export async function writeWholeExperiment(folder: string): Promise<void> {
  const records = recordsOf(WRITTEN);
  const results = WRITTEN.runs.map(({ result }) => result!);
  const experiment = await ExperimentFolder.create(folder, WRITTEN.record, records.slice(0, 2));
  await train(experiment, 0, results[0]);
  await train(experiment, 1, { ...results[1], state: 'cancelled', reason: 'Cancelled.', score: null });
  await experiment.prepareForTraining();
  await train(experiment, 1, results[1], { attempt: 1, step: 2 });
  await train(experiment, await experiment.addRun(records[2]), results[2]);
}

async function train(
  experiment: ExperimentFolder,
  index: number,
  result: RunResult,
  continues: { attempt: number; step: number } | null = null,
): Promise<void> {
  const attempt = await experiment.startAttempt(index, CLAIM, continues);
  for (const step of [1, 2, 3]) {
    await appendFile(attempt.metricsFile, `{"step":${step},"loss":${3 - step}}\n`);
    await attempt.writeHeartbeat();
    await writeFileAtomically(attempt.checkpointFile, [Buffer.alloc(9, step), Buffer.alloc(9, step)]);
  }
  await attempt.writeResult(result);
  if (result.state === 'finished') await deleteFile(attempt.checkpointFile);
}

/** As a program: writes one experiment after another into a folder, until it is killed. */
async function main(storage: string): Promise<void> {
  for (let index = 0; ; index++) {
    await writeWholeExperiment(path.join(storage, String(index)));
    process.stdout.write('.');
  }
}

if (process.argv[1] === __filename) void main(process.argv[2]);
