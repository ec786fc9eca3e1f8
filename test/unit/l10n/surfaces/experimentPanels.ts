import { figureTable } from '../../../../src/charts/figureTable.ts';
import { curvesOf } from '../../../../src/charts/curves.ts';
import type { Curves } from '../../../../src/charts/curves.ts';
import type { ExperimentOverview } from '../../../../src/domain/experiment.ts';
import { SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import { seedCount, trainingImages } from '../../../../src/kinds/builtIn.ts';
import type { Description } from '../../../../src/kinds/kind.ts';
import { tableRows } from '../../../../webview/tableRows.ts';
import type { Row } from '../../../../webview/tableRows.ts';
import { hydrateOf, modelOf } from '../../webview/experiments.ts';
import type { Surface } from '../surface.ts';
import { COMPARED_NAMES, FINDER_NAMES, shownExperiments } from './shownExperiments.ts';

/** What the panel shows of an experiment, but for its own texts. */
function textsOf(experiment: ExperimentOverview): string[] {
  const { description, summary, figures } = hydrateOf(experiment);
  const rows = tableRows(modelOf(experiment), { key: 'variant', descending: false });
  return [
    ...textsOfDescription(description),
    ...textsOfCurves(curvesOf(experiment, summary, figures)),
    ...rows.flatMap((row) => [row, ...row.runs]).flatMap(textsOfRow),
  ];
}

/** All but the command, which is code. */
function textsOfDescription({
  title,
  subject,
  amounts,
  outcome,
  answer,
  scales,
  table,
  notes,
  caveat,
}: Description): string[] {
  const ofScales = scales.flatMap(({ label, entries, zone, lowLabel, highLabel }) => [
    label,
    zone.label,
    lowLabel,
    highLabel,
    ...entries.flatMap((entry) => [entry.label, entry.assessment]),
  ]);
  const { value, detail } = answer;
  return [
    title,
    subject,
    ...amounts,
    outcome ?? '',
    answer.title,
    value ?? '',
    detail,
    ...ofScales,
    ...(table ? [table.title, table.note, ...table.columns, ...table.rows.flatMap(({ cells }) => cells)] : []),
    ...notes,
    caveat ?? '',
  ];
}

function textsOfCurves({ figures, variants }: Curves): string[] {
  return [
    ...variants.map(({ label }) => label),
    ...figures.flatMap((figure) => [
      figure.title,
      figure.help,
      figure.caption,
      figure.x.title,
      figure.y.title,
      figure.reference?.label ?? '',
      ...figure.lines,
      ...figure.notes,
      ...figure.clippings.flatMap(({ texts }) => texts),
      ...figure.marks.map(({ label }) => label),
      ...figureTable(figure, variants).columns,
      ...figureTable(figure, variants).rows.flat(),
    ]),
  ];
}

function textsOfRow({ name, texts, remarks }: Row): string[] {
  return [name, ...Object.values(texts), ...remarks.map(({ text }) => text)];
}

/** What the panel shows of experiments of each kind. */
export const experimentPanels: Surface = {
  sources: ['src/kinds/builtIn.ts'],
  names: [
    ...COMPARED_NAMES,
    ...FINDER_NAMES,
    SLOW_FAST_FURIOUS.article,
    'MNIST',
    'Adam',
    'SGD',
    'NaN',
    'Infinity',
    'wasm',
    'tensorflow',
    'version_0',
    'metrics.csv',
    'log.csv',
    'output',
    'convolution1',
  ],
  texts: () =>
    Promise.resolve([
      ...Object.values(shownExperiments()).flatMap(textsOf),
      seedCount(1),
      trainingImages({ dataset: { name: '', folder: null, train: 1, test: 0 } }),
    ]),
};
