import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { summarizeSweep } from '../../../src/domain/sweepSummary.ts';
import type { PanelMessage } from '../../../src/protocol/panel.ts';
import { SweepModel } from '../../../webview/sweepModel.ts';

type Hydrate = Extract<PanelMessage, { type: 'hydrate' }>;

/** What the host would tell of a finished experiment. */
export function hydrateOf({ record, runs }: ExperimentOverview): Hydrate {
  return {
    type: 'hydrate',
    folder: '/experiments/one',
    record,
    title: record.name,
    runs: runs.map(({ index, state, elsewhere, result }) => ({
      index,
      state,
      elsewhere,
      reason: result?.reason ?? null,
      epochs: result?.epochs ?? [],
      initialLoss: result?.initialLoss ?? null,
      score: result?.score ?? null,
      imagesPerSecond: result?.imagesPerSecond ?? null,
      engine: result?.engine ?? null,
      findings: result?.findings ?? [],
      progress: 1,
    })),
    losses: runs.map(({ index, result }) => {
      const samples = result?.series ?? [];
      return {
        index,
        replace: true,
        steps: Float64Array.from(samples, ({ step }) => step),
        losses: Float64Array.from(samples, ({ loss }) => loss ?? 0),
      };
    }),
    actions: { cancel: false, resume: false },
    progress: null,
    summary: summarizeSweep(runs),
  };
}

export function modelOf(experiment: ExperimentOverview): SweepModel {
  return new SweepModel(hydrateOf(experiment));
}
