import { withAnnotation } from '../../../../src/app/annotatedDescription.ts';
import { compareExperiments } from '../../../../src/app/compareExperiments.ts';
import { createEntry } from '../../../../src/app/experimentEntry.ts';
import { TEXTS } from '../../../../webview/comparisonTexts.ts';
import type { Surface } from '../surface.ts';
import { COMPARED_NAMES, shownExperiments } from './shownExperiments.ts';

/** Experiments of all kinds side by side, and what a heading says of what the user has added to one. */
export const comparison: Surface = {
  sources: ['src/app/annotatedDescription.ts', 'src/app/compareExperiments.ts', 'webview/comparisonTexts.ts'],
  names: [
    ...COMPARED_NAMES,
    ...['MNIST', 'Adam', 'SGD', 'NaN', 'Infinity', 'wasm', 'tensorflow', 'Goldilocks', 'adam', 'sgd', 'momentum'],
    ...['metrics.csv', 'version_0', 'log.csv', 'output', 'convolution1'],
  ],
  texts: () => {
    // Each alone, because columns in which nothing stands are left out.
    const compared = Object.values(shownExperiments()).map((overview) =>
      compareExperiments([createEntry('/-', { ...overview, record: { ...overview.record, note: '1' } })]),
    );
    const shown = compared.flatMap(({ columns, experiments, lines, curves }) => [
      ...columns,
      ...experiments.flatMap(({ cells }) => cells),
      ...[...lines, ...curves].map(({ label }) => label),
    ]);
    const [{ description }] = Object.values(shownExperiments()).flatMap((overview) => {
      const entry = createEntry('/-', overview);
      return entry.problem === null ? [entry] : [];
    });
    const { amounts } = withAnnotation(description, { starred: true, note: '1' });
    const texts = Object.values(TEXTS).filter((text) => typeof text === 'string');
    return Promise.resolve([
      ...shown,
      ...amounts,
      ...texts,
      TEXTS.line('1', '2', '3'),
      TEXTS.last('1', '2'),
      ...(['step', 'epoch', 'row'] as const).flatMap((unit) => [TEXTS.curves(unit), TEXTS.broken('1', 2, unit)]),
    ]);
  },
};
