import { SeriesRecorder } from '../../src/domain/seriesRecorder.ts';
import { thinSeries } from '../../src/domain/thinning.ts';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';
import { CLAIM, recordsOf } from './experiments.ts';
import { finishedRun, sweepOf } from './runs.ts';

/** Samples that are recorded at once. */
const BATCH = 10_000;

/** A loss that falls, with noise that repeats in each run. */
export function noisyLoss(step: number, run: number): number {
  return 2.3 / (1 + step / 1e4) + 0.1 * Math.abs(Math.sin(step * step + run));
}

/**
 * Writes a sweep whose runs have ended into a folder, with the buckets of what they measured, but not with each measurement.
 * @param steps of each run
 */
export async function writeLongRuns(
  folder: string,
  runs: number,
  steps: number,
  lossAt: (step: number, run: number) => number = noisyLoss,
): Promise<void> {
  const overview = sweepOf(
    Array.from({ length: runs }, (_, index) => finishedRun(index, 1e-4 * 1.1 ** index, [2.3, 1])),
  );
  const experiment = await ExperimentFolder.create(folder, overview.record, recordsOf(overview));
  for (const { index, result } of overview.runs) {
    const recorder = new SeriesRecorder();
    for (let first = 0; first < steps; first += BATCH) {
      recorder.addSamples(
        Array.from({ length: Math.min(BATCH, steps - first) }, (_, at) => {
          const step = first + at;
          return { step, loss: lossAt(step, index), seconds: step / 100 };
        }),
      );
    }
    const measured = recorder.all();
    const series = { loss: thinSeries(measured.loss!), seconds: thinSeries(measured.seconds!) };
    const attempt = await experiment.startAttempt(index, CLAIM);
    await attempt.writeResult({ ...result!, series }, recorder.allBuckets());
  }
}
