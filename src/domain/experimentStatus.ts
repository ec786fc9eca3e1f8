import type { RunOverview } from './experiment.ts';
import type { RunState } from './run.ts';

/** The status of an experiment, derived from the states of its runs. */
export type ExperimentStatus = 'queued' | 'running' | 'elsewhere' | 'interrupted' | 'failed' | 'cancelled' | 'finished';

/** The states of runs that can be resumed. */
const RESUMABLE: readonly RunState[] = ['interrupted', 'failed', 'cancelled'];

/** Whether a run was cut short and can be trained again. */
export function isResumable({ state }: Pick<RunOverview, 'state'>): boolean {
  return RESUMABLE.includes(state);
}

/** The most important state among the runs: first those that are not over, then those that went wrong. */
export function statusOf(runs: readonly RunOverview[]): ExperimentStatus {
  const some = (state: RunState): boolean => runs.some((run) => run.state === state);
  if (runs.some(({ elsewhere }) => elsewhere)) return 'elsewhere';
  if (runs.length > 0 && runs.every(({ state }) => state === 'queued')) return 'queued';
  if (some('running') || some('queued')) return 'running';
  return (['interrupted', 'failed', 'cancelled'] as const).find(some) ?? 'finished';
}

/** Whether no run is queued or running, and at least one can be resumed: one by the built-in engines, for a program starts over. */
export function canResume(runs: readonly RunOverview[]): boolean {
  const underWay = runs.some(({ state }) => state === 'running' || state === 'queued');
  return !underWay && runs.some((run) => isResumable(run) && run.spec !== null);
}
