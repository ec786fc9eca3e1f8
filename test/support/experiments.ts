import type { ExperimentOverview, RunRecord } from '../../src/domain/experiment.ts';
import { ExperimentFolder } from '../../src/store/experimentFolder.ts';

/** Who claims the attempts of tests. */
export const CLAIM = { window: 'window', runner: 'workers' };

/** What run.json holds of each run. */
export function recordsOf({ runs, variants }: ExperimentOverview): RunRecord[] {
  return runs.map(({ variant, seed, facts, spec }) => ({
    variant: variants.find(({ id }) => id === variant)!,
    seed,
    facts,
    spec,
  }));
}

/** Writes an experiment with the results of its runs into a folder. */
export async function writeExperiment(folder: string, overview: ExperimentOverview): Promise<ExperimentFolder> {
  const experiment = await ExperimentFolder.create(folder, overview.record, recordsOf(overview));
  for (const { index, result } of overview.runs) {
    if (result) await (await experiment.startAttempt(index, CLAIM)).writeResult(result);
  }
  return experiment;
}
