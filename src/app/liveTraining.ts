import type { ExperimentOverview, RunRecord } from '../domain/experiment.ts';
import type { RunResult } from '../domain/run.ts';
import type { RunEvent } from '../domain/runEvent.ts';
import type { RunTracker } from '../domain/runTracker.ts';
import type { ExperimentFolder } from '../store/experimentFolder.ts';

/** One run of a training: followed while it trains, with its result once it has one. */
export interface TrainingRun {
  readonly index: number;
  /** Of another program's run, more may be learned about it until it ends. */
  record: RunRecord;
  readonly tracker: RunTracker;
  result: RunResult | null;
}

/** Receives all events of a training's runs. What it throws is reported; the training goes on. */
export type TrainingListener = (run: TrainingRun, event: RunEvent) => void;

/** Runs that are trained when an experiment has ended, in one of their own, unless its results are against it. */
export interface FollowingRuns {
  readonly runs: number;
  /** What they cost, as a multiple of all runs of the experiment. */
  readonly cost: number;
}

/** An experiment in which something happens now: its runs are trained here, or those of another program are followed. */
export interface LiveTraining {
  readonly experiment: ExperimentFolder;
  /** By ascending index; those of another program appear as they are found. */
  readonly runs: readonly TrainingRun[];
  /** When something was measured last, as Date.now() gives it, where another program measures; else null. */
  readonly changedAt: number | null;
  /** When it was started, as Date.now() gives it, where that was not now: an earlier window may have followed it. */
  readonly startedAt?: number;
  /** When its first run began, as Date.now() gives it, where it is known from another process; null before. */
  readonly trainingSince?: number | null;
  /** What is trained when it has ended, where that follows from its runs. */
  readonly following?: FollowingRuns;
  overview(): ExperimentOverview;
  /**
   * Resolves when all runs have ended.
   * @param signal cancels the training, or stops following it; the folder stays
   * @param onProblem gets what a listener throws
   * @throws ExperimentError if results cannot be written
   */
  train(signal: AbortSignal, listener: TrainingListener, onProblem?: (error: unknown) => void): Promise<void>;
}

/** A listener whose exceptions are reported instead of thrown. */
export function guarded(listener: TrainingListener, onProblem: (error: unknown) => void): TrainingListener {
  return (run, event) => {
    try {
      listener(run, event);
    } catch (error) {
      onProblem(error);
    }
  };
}

/** Adds an event to the run's tracker, then passes it on, followed by the findings that it changed. */
export function forwardEvent(run: TrainingRun, event: RunEvent, notify: TrainingListener): void {
  const changes = run.tracker.apply(event);
  notify(run, event);
  for (const change of changes) notify(run, { type: 'finding', ...change });
}

/** An experiment as its runs are now. */
export function overviewOf({
  experiment: { record },
  runs,
}: Pick<LiveTraining, 'experiment' | 'runs'>): ExperimentOverview {
  const variants = new Map(
    [...record.variants, ...runs.map((run) => run.record.variant)].map((variant) => [variant.id, variant]),
  );
  return {
    record,
    variants: [...variants.values()],
    runs: runs.map(({ index, record: run, tracker, result }) => ({
      index,
      variant: run.variant.id,
      seed: run.seed,
      facts: tracker.facts,
      spec: run.spec,
      ...(run.site ? { site: run.site } : {}),
      state: result?.state ?? tracker.state,
      elsewhere: false,
      result,
    })),
  };
}
