import { bucketsBetween, bucketsOf } from '../../domain/buckets.ts';
import type { Buckets } from '../../domain/buckets.ts';
import type { RunResult } from '../../domain/run.ts';
import { SeriesRecorder } from '../../domain/seriesRecorder.ts';
import type { RunBuckets } from '../../domain/seriesRecorder.ts';
import { MAX_POINTS } from '../../domain/thinning.ts';
import type { Attempt } from '../../store/attempt.ts';
import type { ExperimentFolder } from '../../store/experimentFolder.ts';
import { samplesBetween } from '../../store/metricsWindow.ts';
import { readPyramid } from '../../store/pyramidFile.ts';

/** A part of a run's metrics, and how much detail is wanted of it. */
export interface WantedPart {
  readonly metrics: readonly string[];
  /** The first and the last step. */
  readonly steps: readonly [number, number];
  /** About how many points of each line can be told apart. */
  readonly points: number;
  /** The most bytes of metrics.jsonl to read for it. */
  readonly maxBytes: number;
}

/** Reads what the runs of an experiment have measured from disk, in as much detail as is wanted. */
export class StoredSeries {
  /** By the file that it is from. */
  readonly #overviews = new Map<string, RunBuckets>();

  constructor(private readonly experiment: ExperimentFolder) {}

  /** All of a run that has ended. */
  async overview(run: number, { series }: RunResult): Promise<RunBuckets> {
    const file = (await this.experiment.attempt(run))?.pyramidFile;
    if (file === undefined) return runBuckets(series);
    const known = this.#overviews.get(file) ?? (await readPyramid(file, 'overview'));
    if (known) this.#overviews.set(file, known);
    return known ?? runBuckets(series);
  }

  /**
   * A part of a run.
   * @param measured what is known of a run that has not ended; that of one that has is read from disk
   */
  async part(run: number, wanted: WantedPart, measured: RunBuckets | null): Promise<RunBuckets> {
    const attempt = await this.experiment.attempt(run);
    const all = measured ?? (attempt && (await readPyramid(attempt.pyramidFile, 'detail', wanted.metrics)));
    const known = all ?? runBuckets((await attempt?.result())?.series ?? {});
    const parts = Object.fromEntries(
      wanted.metrics.flatMap((metric) =>
        metric in known ? [[metric, bucketsBetween(known[metric], wanted.steps, wanted.points)]] : [],
      ),
    );
    const isExact = Object.values(parts).every(({ size, means }) => size === 1 || means.length >= wanted.points / 2);
    const isThinned = !all && Object.values(known).some(({ count }) => count >= MAX_POINTS / 2);
    if (!attempt || (isExact && !isThinned)) return parts;
    return (await exactPart(attempt, wanted)) ?? parts;
  }
}

/** From metrics.jsonl; null if that is too much, or the attempt continues another one. */
async function exactPart(
  attempt: Attempt,
  { metrics, steps, points, maxBytes }: WantedPart,
): Promise<RunBuckets | null> {
  if (await attempt.continues()) return null;
  const samples = await samplesBetween(attempt.metricsFile, steps, maxBytes);
  if (!samples || samples.length === 0) return null;
  const recorder = new SeriesRecorder();
  recorder.addSamples(samples);
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const buckets = recorder.buckets(metric);
      return buckets ? [[metric, bucketsBetween(buckets, steps, points)]] : [];
    }),
  );
}

function runBuckets(series: RunResult['series']): RunBuckets {
  return Object.fromEntries(
    Object.entries(series).flatMap(([metric, known]): [string, Buckets][] =>
      known ? [[metric, bucketsOf(known)]] : [],
    ),
  );
}
