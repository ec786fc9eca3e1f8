import type { ExperimentOverview } from '../domain/experiment.ts';
import { summarize } from '../kinds/kinds.ts';
import { runJson } from './runJson.ts';

/**
 * What `goldilocks compare --json` prints. Others rely on its shape: fields may be added, none may change.
 * @param folder absolute path of the experiment
 * @param seconds from the start of the training to its end
 */
export function compareJson(experiment: ExperimentOverview, folder: string, seconds: number): object {
  const { record, variants, runs } = experiment;
  const summary = summarize(experiment);
  return {
    experiment: folder,
    kind: record.kind,
    variants,
    runs: runs.map((run) => ({ variant: run.variant, score: run.result?.score ?? null, ...runJson(run, summary) })),
    zones: [],
    ...(summary.kind === 'schedules' && { ranking: summary.ranking }),
    seconds,
  };
}
