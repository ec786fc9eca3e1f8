import assert from 'node:assert/strict';
import { offeredCharts, shownFigures, wideFigures, withPinned, withShown } from '../../../webview/chartChoice.ts';
import type { ChartChoice } from '../../../webview/chartChoice.ts';
import { metricFigure } from '../../../src/kinds/metricFigure.ts';
import { definitionOf } from '../charts/inputs.ts';

describe('the choice of charts', () => {
  const ALL: ChartChoice = { hiddenCharts: [], pinnedCharts: [], metrics: [] };
  const figures = ['a', 'b', 'c'].map((name) => definitionOf({ name, title: name.toUpperCase() }));
  const metrics = ['updateRatio', 'train/entropy'];
  const offered = (choice: ChartChoice) => offeredCharts(figures, metrics, choice);
  const named = (choice: ChartChoice, title: string) => offered(choice).find((chart) => chart.title === title)!;
  const shown = (choice: ChartChoice) => shownFigures(figures, choice).map(({ name }) => name);

  it('begins with the figures of the experiment, and offers what else was measured by its name', () => {
    assert.deepEqual(shown(ALL), ['a', 'b', 'c']);
    assert.deepEqual(
      offered(ALL).map(({ title, isShown }) => [title, isShown]),
      [
        ['A', true],
        ['B', true],
        ['C', true],
        ['Update ratio', false],
        ['train/entropy', false],
      ],
    );
  });

  it('leaves out charts and takes them back', () => {
    const without = withShown(ALL, named(ALL, 'B'), false);
    assert.deepEqual(shown(without), ['a', 'c']);
    assert.deepEqual(withShown(without, named(without, 'B'), true), ALL);
  });

  it('puts pinned charts first, in the order in which they were pinned', () => {
    const one = withPinned(ALL, named(ALL, 'C'), true);
    const two = withPinned(one, named(one, 'B'), true);
    assert.deepEqual(shown(two), ['c', 'b', 'a']);
    assert.deepEqual(shown(withPinned(two, named(two, 'C'), false)), ['b', 'a', 'c']);
    assert.deepEqual(shown(withShown(two, named(two, 'C'), false)), ['b', 'a']);
  });

  it('shows a hidden chart that is pinned', () => {
    const without = withShown(ALL, named(ALL, 'B'), false);
    assert.deepEqual(shown(withPinned(without, named(without, 'B'), true)), ['b', 'a', 'c']);
  });

  it('leaves no hole beside a chart of epochs that was moved away from its neighbour', () => {
    const [loss, accuracy, third] = ['loss', 'accuracy', 'third'].map((name) =>
      definitionOf({ name, points: 'epochs' }),
    );
    const [steps] = figures;
    assert.deepEqual([...wideFigures([steps, loss, accuracy])], [steps]);
    assert.deepEqual([...wideFigures([accuracy, steps, loss])], [accuracy, steps, loss]);
    assert.deepEqual([...wideFigures([loss, accuracy, third, steps])], [third, steps]);
  });

  it('lists a metric once, also when its chart is there', () => {
    const choice = withShown(ALL, named(ALL, 'train/entropy'), true);
    assert.deepEqual(choice.metrics, ['train/entropy']);
    const all = [...figures, metricFigure('train/entropy', 'step')];
    const found = offeredCharts(all, metrics, choice).filter(({ title }) => title === 'train/entropy');
    assert.deepEqual(
      found.map(({ isShown }) => isShown),
      [true],
    );
    assert.deepEqual(withShown(choice, found[0], false), ALL);
  });
});
