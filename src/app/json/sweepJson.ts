import type { ExperimentOverview } from '../../domain/experiment.ts';
import type { SweepChoice } from '../../kinds/sweep/choice.ts';
import { savedTime } from '../../kinds/sweep/savedTime.ts';
import { summarizeSweep } from '../../kinds/sweep/summary.ts';
import type { GroupedSummary } from '../../kinds/sweep/summary.ts';
import { runJson } from './runJson.ts';

/**
 * What `goldilocks sweep --json` prints. Others rely on its shape: fields may be added, none may change.
 * @param folder absolute path of the experiment
 * @param seconds from the sweep's start to its end
 */
export function sweepJson(experiment: ExperimentOverview, folder: string, seconds: number): object {
  const summary = summarizeSweep(experiment);
  const zones = zonesJson(summary);
  const [first] = zones;
  const saved = savedTime(experiment.runs);
  const { engine } = experiment.record.choice as SweepChoice;
  const trained = experiment.runs.find(({ spec, result }) => spec?.engine === engine && result?.engine)?.result?.engine;
  return {
    experiment: folder,
    engine,
    build: trained?.slice(engine.length + 1) ?? null,
    runs: experiment.runs.map((run) => runJson(run, summary)),
    zone: first ? { low: first.low, best: first.best, high: first.high } : null,
    zones,
    suggestedRate: summary.suggestedRate,
    ...(saved && { pruned: { runs: saved.pruned, savedShare: saved.share } }),
    seconds,
  };
}

/** The zone of each group that has one. */
export function zonesJson({ groups }: Pick<GroupedSummary, 'groups'>) {
  return groups.flatMap(({ id, zone, edge, outcomes }) =>
    zone
      ? [
          {
            group: id,
            low: zone.low,
            best: zone.best,
            high: zone.high,
            bracketed: edge === null && outcomes.length > 1,
          },
        ]
      : [],
  );
}
