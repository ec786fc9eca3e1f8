import type { RunRecord } from '../domain/experiment.ts';
import type { RunSpec } from '../domain/run.ts';
import type { Sample } from '../domain/sample.ts';
import type { EndedEvent, RunEvent } from '../domain/runEvent.ts';
import type { Attempt } from '../store/attempt.ts';
import type { ExperimentFolder } from '../store/experimentFolder.ts';

/** Why a run is stopped that cannot become good any more, in a sentence: the reason of the signal that ends it as pruned. */
export class PruneReason {
  constructor(readonly text: string) {}
}

/** Why runs end from outside, in a sentence: the reason of the signal that ends them as interrupted. */
export class InterruptReason {
  constructor(readonly text: string) {}
}

/** As InterruptReason, where nobody follows the runs any more. */
export class LeftReason extends InterruptReason {}

/** A run that waits to be trained. */
export interface QueuedRun {
  readonly index: number;
  /** Of a run by the built-in engines. */
  readonly spec: RunSpec | null;
  readonly record: RunRecord;
  /** Absolute path of the checkpoint to continue from; null to start over. */
  readonly continueFrom: string | null;
  /** What was measured up to that checkpoint. */
  readonly earlier: readonly Sample[];
  /** Stops this run alone when it aborts with a PruneReason; null for a run that is never pruned. */
  readonly prune: AbortSignal | null;
  /** Creates the attempt when the run is about to start; returns the same attempt when called again. */
  claim(): Promise<Attempt>;
}

/** Receives the events of runs. */
export interface RunnerListener<R extends QueuedRun> {
  /** Every event but the last. */
  onEvent(run: R, event: RunEvent): void;
  /** The run has ended. If it could not write its result.json itself, the listener does. */
  onEnded(run: R, ended: EndedEvent): Promise<void>;
}

/**
 * Trains the runs of an experiment, with the workers of this machine, on a cluster, … The process that trains a run writes its
 * metrics.jsonl and result.json, and heartbeats with Attempt.writeHeartbeat.
 */
export interface Runner {
  /** As experiment.json and process.json name it. */
  readonly name: string;
  /** Whether runs go on after the window that started them is closed. */
  readonly outlivesWindow: boolean;
  /**
   * Trains runs, several at a time; resolves when all have ended.
   * @param signal cancels what waits and what is being trained
   * @throws what a run's claim or its listener's onEnded throws, when the other runs have ended too
   */
  start<R extends QueuedRun>(runs: readonly R[], signal: AbortSignal, listener: RunnerListener<R>): Promise<void>;
  /** Asks whoever trains an experiment elsewhere to cancel it. */
  cancel(experiment: ExperimentFolder): Promise<void>;
  /** Whether an attempt without a result is still being trained or waits for its turn, for example after a restart. */
  reconcile(attempt: Attempt): Promise<'queued' | 'running' | 'lost'>;
}
