import type { EngineName, RunSpec } from '../domain/run.ts';
import type { Sample } from '../domain/sample.ts';
import type { EndedEvent, RunEvent } from '../domain/runEvent.ts';

/** What a worker needs to train one run. */
export interface TrainingJob {
  /** Identifies the run in all messages about it; unique in the worker's life. */
  readonly run: string;
  readonly spec: RunSpec;
  /** Absolute path of the folder with the IDX files. */
  readonly datasetFolder: string;
  /** The attempt's folder and number, where the worker writes its files; null to write none. */
  readonly attempt: { readonly folder: string; readonly number: number } | null;
  /** Absolute path of the checkpoint to continue from; null to start over. */
  readonly continueFrom: string | null;
  /** What was measured up to that checkpoint. */
  readonly earlier: readonly Sample[];
}

/** What a worker can make ready before a run that is likely to come: its engine, and the images in memory. */
export type Preparation = Pick<TrainingJob, 'spec' | 'datasetFolder'>;

/** From the parent to a worker. A worker has one run at a time; it is asked to prepare itself only while it has none. */
export type WorkerRequest =
  | ({ readonly type: 'run' } & TrainingJob)
  | ({ readonly type: 'prepare' } & Preparation)
  | { readonly type: 'inspect'; readonly engine: EngineName }
  /** `ended` is how the run ends then: cancelled, or pruned. */
  | { readonly type: 'cancel'; readonly run: string; readonly ended: EndedEvent };

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
