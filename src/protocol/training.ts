import type { EngineName, RunEvent, RunSpec } from '../domain/run.ts';

/** What a worker needs to train one run. */
export interface TrainingJob {
  /** Identifies the run in all messages about it; unique in the worker's life. */
  readonly run: string;
  readonly spec: RunSpec;
  /** Absolute path of the folder with the IDX files. */
  readonly datasetFolder: string;
  /** Absolute path of the file to append samples to, one JSON object a line; null for none. */
  readonly metricsFile: string | null;
  /** Absolute path of the file to keep the newest checkpoint in; null for none. */
  readonly checkpointFile: string | null;
  /** Absolute path of the checkpoint to continue from; null to begin. */
  readonly continueFrom: string | null;
}

/** What a worker can make ready before a run that is likely to come: its engine, and the images in memory. */
export type Preparation = Pick<TrainingJob, 'spec' | 'datasetFolder'>;

/** From the parent to a worker. A worker has one run at a time; it is asked to prepare itself only while it has none. */
export type WorkerRequest =
  | ({ readonly type: 'run' } & TrainingJob)
  | ({ readonly type: 'prepare' } & Preparation)
  | { readonly type: 'inspect'; readonly engine: EngineName }
  | { readonly type: 'cancel'; readonly run: string };

/**
 * From a worker to its parent. `idle` is said when the worker is ready for a run: at its start, and after each run's
 * `ended` event. `alive` breaks the silence where a run has nothing to tell for a while. `engine` answers
 * `inspect`: its build once it is loaded, or a sentence on why it cannot be.
 */
export type WorkerReport =
  | { readonly type: 'idle' }
  | { readonly type: 'alive' }
  | { readonly type: 'engine'; readonly build: string | null; readonly problem: string | null }
  | { readonly type: 'event'; readonly run: string; readonly event: RunEvent };
