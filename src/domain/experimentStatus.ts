import type { RunOverview } from './experiment.ts';
import type { RunState } from './run.ts';

/** Where an experiment as a whole stands: one word for its runs together. */
export type ExperimentStatus = 'queued' | 'running' | 'elsewhere' | 'interrupted' | 'failed' | 'cancelled' | 'finished';

/** What ended short of its end can be trained again. */
const RESUMABLE: readonly RunState[] = ['interrupted', 'failed', 'cancelled'];

/** Whether a run was cut short and can be trained again. */
export function isResumable({ state }: Pick<RunOverview, 'state'>): boolean {
  return RESUMABLE.includes(state);
}

/** The state that most needs to be known counts for all: what is under way, then what went wrong. */
export function statusOf(runs: readonly RunOverview[]): ExperimentStatus {
  const some = (state: RunState): boolean => runs.some((run) => run.state === state);
  if (runs.some(({ elsewhere }) => elsewhere)) return 'elsewhere';
  if (runs.length > 0 && runs.every(({ state }) => state === 'queued')) return 'queued';
  if (some('running') || some('queued')) return 'running';
  return (['interrupted', 'failed', 'cancelled'] as const).find(some) ?? 'finished';
}

/** Whether nothing of the experiment is under way and something of it was cut short. */
export function canResume(runs: readonly RunOverview[]): boolean {
  const underWay = runs.some(({ state }) => state === 'running' || state === 'queued');
  return !underWay && runs.some(isResumable);
}
