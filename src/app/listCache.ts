import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import { isEndState } from '../domain/run.ts';
import { needsSeries } from '../kinds/kinds.ts';
import { stampOf } from '../store/changes.ts';
import type { ExperimentFolder } from '../store/experimentFolder.ts';
import { cacheOverview } from '../store/overviewCache.ts';
import { createEntry } from './experimentEntry.ts';

/**
 * Caches an experiment whose training has just ended, so that the first list of its storage folder need not read all of its files.
 * Does nothing if some of its runs have not ended, or if it cannot be read.
 */
export async function cacheForLists(experiment: ExperimentFolder): Promise<void> {
  const { folder, record } = experiment;
  const stamp = stampOf(folder);
  const overview = await experiment.overview({ series: needsSeries(record) }).catch(() => null);
  if (!stamp || !overview || !isSettled(overview) || !createEntry(folder, overview).overview) return;
  cacheOverview(folder, overview, stamp);
}

/** Nothing more happens by itself to an experiment whose runs have all ended. */
export function isSettled({ runs }: ExperimentOverview): boolean {
  return runs.every(({ state }) => isEndState(state));
}

/** The series are most of what is kept of a run, and nothing of what is listed. */
export function withoutSeries(overview: ExperimentOverview): ExperimentOverview {
  if (needsSeries(overview.record)) return overview;
  const strip = (run: RunOverview): RunOverview =>
    run.result ? { ...run, result: { ...run.result, series: {} } } : run;
  return { ...overview, runs: overview.runs.map(strip) };
}
