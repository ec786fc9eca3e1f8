import type { ExperimentOverview } from '../domain/experiment.ts';
import type { ProbeChoice } from '../kinds/probe/choice.ts';
import { summarizeProbe } from '../kinds/probe/summary.ts';
import { runJson } from '../app/json/runJson.ts';

/**
 * What `goldilocks resume --json` prints of a probe. Others rely on its shape: fields may be added, none may change.
 * @param folder absolute path of the experiment
 * @param seconds from the start to the end
 */
export function probeJson(experiment: ExperimentOverview, folder: string, seconds: number): object {
  const summary = summarizeProbe(experiment);
  const { rate, engine } = experiment.record.choice as ProbeChoice;
  return {
    experiment: folder,
    engine,
    probed: rate,
    runs: experiment.runs.map((run) => runJson(run, summary)),
    suggestion: summary.suggestion && { rate: summary.suggestion.rate, range: summary.suggestion.range },
    seconds,
  };
}
