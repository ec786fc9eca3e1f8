import type { ActiveSweep } from './experimentLibrary.ts';

/** How far a sweep of this window is. */
export interface SweepProgress {
  /** Whether it waits for the workers of another sweep: none of its runs has begun. */
  readonly waiting: boolean;
  /** Share of all steps done, 0..1; a run that has ended is done, wherever it ended. */
  readonly done: number;
  /** Seconds since the first run began; 0 while waiting. */
  readonly elapsed: number;
  /** Seconds still to come; null before enough is done to tell. */
  readonly left: number | null;
}

/** Below this share of work done, an estimate of the rest is a guess. */
const LEAST_DONE = 0.02;

/** @param now as Date.now() gives it */
export function sweepProgress({ sweep, trainingSince, doneBefore }: ActiveSweep, now: number): SweepProgress {
  const done = doneShare(sweep);
  const elapsed = trainingSince === null ? 0 : (now - trainingSince) / 1000;
  const gained = done - doneBefore;
  return {
    waiting: trainingSince === null,
    done,
    elapsed,
    left: gained < LEAST_DONE ? null : (elapsed * (1 - done)) / gained,
  };
}

/** Share of all steps of a sweep that are done, 0..1. */
export function doneShare({ runs }: ActiveSweep['sweep']): number {
  const shares = runs.map(({ tracker, result }) => (result || tracker.ended ? 1 : tracker.progress));
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}
