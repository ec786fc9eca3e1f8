import type { ExperimentOverview } from '../domain/experiment.ts';
import { pointsOf, summarizeEdge } from '../kinds/edge/summary.ts';
import { runJson } from '../app/json/runJson.ts';

/**
 * What `goldilocks edge --json` prints. Others rely on its shape: fields may be added, none may change. `points` are those of the first
 * run.
 * @param folder absolute path of the experiment
 * @param seconds from the start to the end
 */
export function edgeJson(experiment: ExperimentOverview, folder: string, seconds: number): object {
  const summary = summarizeEdge(experiment);
  return {
    experiment: folder,
    points: pointsOf(experiment.runs[0]),
    runs: experiment.runs.map((run) => ({ ...runJson(run, summary), points: pointsOf(run) })),
    seconds,
  };
}
