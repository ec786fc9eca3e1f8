import type { RunEvent, RunSpec } from '../domain/run.ts';

/** What a worker needs to train one run. */
export interface TrainingJob {
  /** Identifies the run in all messages about it; unique in the worker's life. */
  readonly run: string;
  readonly spec: RunSpec;
  /** Absolute path of the folder with the IDX files. */
  readonly datasetFolder: string;
  /** Absolute path of the file to append samples to, one JSON object a line; null for none. */
  readonly metricsFile: string | null;
}

/** From the parent to a worker. A worker has one run at a time. */
export type WorkerRequest = ({ readonly type: 'run' } & TrainingJob) | { readonly type: 'cancel'; readonly run: string };

/**
 * From a worker to its parent. `idle` is said when the worker is ready for a run: at its start, and after each run's
 * `ended` event. `alive` breaks the silence where a run has nothing to tell for a while.
 */
export type WorkerReport =
  | { readonly type: 'idle' }
  | { readonly type: 'alive' }
  | { readonly type: 'event'; readonly run: string; readonly event: RunEvent };
