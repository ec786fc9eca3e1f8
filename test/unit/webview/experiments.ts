import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { describe, figuresOf, summarize } from '../../../src/kinds/kinds.ts';
import type { PanelMessage, SeriesUpdate } from '../../../src/protocol/panel.ts';
import { panelRun } from '../../../src/vscode/panel/panelRun.ts';
import { ExperimentModel } from '../../../webview/experimentModel.ts';

export type Hydrate = Extract<PanelMessage, { type: 'hydrate' }>;

/** What the host would send of an experiment that is not running. */
export function hydrateOf(experiment: ExperimentOverview): Hydrate {
  const { record, variants, runs } = experiment;
  const summary = summarize(experiment);
  return {
    type: 'hydrate',
    folder: '/experiments/one',
    record,
    variants,
    runs: runs.map((run) => panelRun(run, null)),
    series: runs.flatMap(({ index, result }) =>
      Object.entries(result?.series ?? {}).flatMap(([metric, series]): SeriesUpdate[] =>
        series ? [{ index, metric, kept: 0, ...series }] : [],
      ),
    ),
    actions: { cancel: false, resume: false, runAgain: true },
    progress: null,
    summary,
    description: describe(experiment, summary, false),
    figures: figuresOf(experiment, summary),
    metrics: [],
  };
}

export function modelOf(experiment: ExperimentOverview): ExperimentModel {
  return new ExperimentModel(hydrateOf(experiment));
}
