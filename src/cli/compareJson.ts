import type { ExperimentOverview } from '../domain/experiment.ts';
import { summarize } from '../kinds/kinds.ts';
import type { Summary } from '../kinds/kinds.ts';
import { runJson } from '../app/json/runJson.ts';
import { zonesJson } from '../app/json/sweepJson.ts';

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
    ...outcomeJson(summary),
    seconds,
  };
}

/** What was compared: the ranking of schedules; the zones of optimizers, each with its width in decades; best rates and slope of batch sizes. */
function outcomeJson(summary: Summary): object {
  switch (summary.kind) {
    case 'schedules':
      return { zones: [], ranking: summary.ranking };
    case 'optimizers':
      return {
        zones: zonesJson(summary).map((zone) => {
          const outcome = summary.outcomes.find(({ group }) => group.id === zone.group);
          return { ...zone, decades: outcome?.width ?? null, suggestedRate: outcome?.group.suggestion?.rate ?? null };
        }),
      };
    case 'batch-sizes':
      return {
        zones: zonesJson(summary),
        bests: summary.bests,
        slope: summary.line && { value: summary.line.slope, interval: summary.line.interval },
      };
    case 'layers':
      return { zones: [], accuracies: summary.outcomes };
    default:
      return { zones: [] };
  }
}
