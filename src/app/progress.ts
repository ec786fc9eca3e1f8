import type { FollowingRuns, LiveTraining, TrainingRun } from './liveTraining.ts';

/** A training of this window, as far as its progress needs it. */
export interface ProgressSource {
  readonly training: Pick<LiveTraining, 'runs' | 'changedAt'>;
  /** When the first run of this start began, as Date.now() gives it; null while all wait for free workers. */
  readonly trainingSince: number | null;
  /** Share of the steps that was done before this start: more than 0 when it is resumed. */
  readonly doneBefore: number;
  readonly following?: FollowingRuns;
  readonly isCancelling: boolean;
}

/** How far a training of this window is. */
export interface TrainingProgress {
  /**
   * Whether none of its runs has begun, a program of the user's was started and has reported nothing yet, runs train, or all are ending because it
   * was cancelled.
   */
  readonly phase: 'waiting' | 'starting' | 'training' | 'cancelling';
  /** Share of all steps done, 0..1; a run that has ended is done, wherever it ended. Null where nobody knows how many there are. */
  readonly done: number | null;
  /** Seconds since the first run began; 0 while waiting. */
  readonly elapsed: number;
  /** Seconds left, with the runs that follow; null before enough is done to tell, and while cancelling. */
  readonly left: number | null;
  /** Seconds for which another program has written nothing; null while it writes, and for what is trained here. */
  readonly silence: number | null;
}

/** Seconds without a new measurement after which that is worth telling. */
const SILENCE = 40;

/** Below this share of work done, an estimate of the rest is a guess. */
const MIN_DONE = 0.02;

/** @param now as Date.now() gives it */
export function trainingProgress(
  { training, trainingSince, doneBefore, following, isCancelling }: ProgressSource,
  now: number,
): TrainingProgress {
  const silence = training.changedAt === null ? 0 : (now - training.changedAt) / 1000;
  const isOpenEnded = training.changedAt !== null && training.runs.every(({ tracker }) => tracker.progress === null);
  const done = trainingShareDone(training.runs);
  const elapsed = trainingSince === null ? 0 : (now - trainingSince) / 1000;
  const gained = done - doneBefore;
  const left = gained < MIN_DONE || isCancelling ? null : (elapsed * (1 - done + (following?.cost ?? 0))) / gained;
  // Its programs wait for no workers.
  const isProgram = training.changedAt === null && training.runs.every(({ record }) => record.spec === null);
  const before = isProgram ? 'starting' : 'waiting';
  return {
    phase: isCancelling ? 'cancelling' : trainingSince === null ? before : 'training',
    done: isOpenEnded ? null : done,
    elapsed,
    left: isOpenEnded ? null : left,
    silence: silence >= SILENCE ? silence : null,
  };
}

/** Share of all steps of a training that are done, 0..1. */
export function trainingShareDone(runs: readonly TrainingRun[]): number {
  return shareDone(
    runs.map(({ tracker, result }) => ({ hasEnded: Boolean(result ?? tracker.ended), progress: tracker.progress })),
  );
}

/** Share of all steps that are done, 0..1, of runs that are equally long. A run that has ended has nothing left to do. */
export function shareDone(runs: readonly { readonly hasEnded: boolean; readonly progress: number | null }[]): number {
  const shares = runs.map(({ hasEnded, progress }) => (hasEnded ? 1 : (progress ?? 0)));
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}
