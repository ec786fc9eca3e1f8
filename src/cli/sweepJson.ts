import type { ExperimentOverview } from '../domain/experiment.ts';
import { extrasOf } from '../domain/runExtras.ts';
import { findingsOf, runVerdict } from '../kinds/runJudgement.ts';
import type { SweepChoice } from '../kinds/sweep/choice.ts';
import { savedTime } from '../kinds/sweep/savedTime.ts';
import { summarizeSweep } from '../kinds/sweep/summary.ts';

/**
 * What `goldilocks sweep --json` prints. Others rely on its shape: fields may be added, none may change.
 * @param folder absolute path of the experiment
 * @param seconds from the sweep's start to its end
 */
export function sweepJson(experiment: ExperimentOverview, folder: string, seconds: number): object {
  const summary = summarizeSweep(experiment);
  const zones = summary.groups.flatMap(({ id, zone, edge, outcomes }) =>
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
  const [first] = zones;
  const saved = savedTime(experiment.runs);
  const { engine } = experiment.record.choice as SweepChoice;
  const trained = experiment.runs.find(({ spec, result }) => spec?.engine === engine && result?.engine)?.result?.engine;
  return {
    experiment: folder,
    engine,
    build: trained?.slice(engine.length + 1) ?? null,
    runs: experiment.runs.map((run) => {
      const { index, facts, seed, spec, state, result } = run;
      const findings = findingsOf(run, result?.findings ?? [], summary);
      return {
        index,
        learningRate: facts.rate,
        optimizer: facts.optimizer,
        ...(spec?.schedule && { schedule: spec.schedule }),
        ...(spec && extrasOf(spec)),
        batchSize: facts.batchSize,
        seed,
        engine: spec?.engine ?? null,
        state,
        reason: result?.reason ?? null,
        verdict: result && runVerdict(run, findings, summary),
        epochs: (result?.epochs ?? []).map(({ epoch, loss, accuracy, seconds: training }) => ({
          epoch,
          loss,
          accuracy,
          seconds: training,
        })),
        findings: findings.map(({ code: _, args: __, ...finding }) => finding),
        imagesPerSecond: result?.imagesPerSecond ?? null,
      };
    }),
    zone: first ? { low: first.low, best: first.best, high: first.high } : null,
    zones,
    suggestedRate: summary.suggestedRate,
    ...(saved && { pruned: { runs: saved.pruned, savedShare: saved.share } }),
    seconds,
  };
}
