import type { RunOverview } from '../../domain/experiment.ts';

/** What pruning has saved. */
export interface SavedTime {
  /** How many runs were pruned. */
  readonly pruned: number;
  /** About which share of the time of all runs it saved, as runs that differ in the rate alone take the same time a step; null without the series. */
  readonly share: number | null;
}

/** What pruning has saved so far; null if no run was pruned. */
export function savedTime(runs: readonly RunOverview[]): SavedTime | null {
  const pruned = runs.filter(({ state }) => state === 'pruned');
  if (pruned.length === 0) return null;
  const left = sum(pruned, (run) => (run.facts.total ?? NaN) - stepsOf(run));
  const all = left + sum(runs, stepsOf);
  const share = left / all;
  return { pruned: pruned.length, share: Number.isFinite(share) ? share : null };
}

/** How many steps a run has done, or will do if it has not ended; NaN if that is not known. */
function stepsOf({ facts, result }: RunOverview): number {
  return (result === null ? facts.total : result.series.loss?.steps.at(-1)) ?? NaN;
}

function sum(runs: readonly RunOverview[], of: (run: RunOverview) => number): number {
  return runs.reduce((total, run) => total + of(run), 0);
}
