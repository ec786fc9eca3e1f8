import assert from 'node:assert/strict';
import { shapeCurves } from '../../../src/charts/curves.ts';
import type { Figure } from '../../../src/charts/figure.ts';
import { DEFAULT_VIEW } from '../../../src/charts/view.ts';
import type { FigurePart } from '../../../src/protocol/panel.ts';
import { DetailRequests } from '../../../webview/detailRequests.ts';
import type { ExperimentModel } from '../../../webview/experimentModel.ts';
import { threeRates } from '../charts/samples.ts';
import { modelOf } from './experiments.ts';

/** The first run has measured so many losses. */
function measured(points: number): ExperimentModel {
  const model = modelOf(threeRates());
  const steps = Float64Array.from({ length: points }, (_, index) => 100 * index);
  model.apply({
    type: 'update',
    folder: model.folder,
    runs: [],
    series: [{ index: 0, metric: 'loss', kept: 0, steps, values: steps.map(() => 1), means: steps.map(() => 1) }],
  });
  return model;
}

function figureOf(model: ExperimentModel, x: readonly [number, number]): Figure {
  const zooms = { lossByStep: { x, y: [0, 2] as const } };
  const { figures } = shapeCurves(model.curveInput(), { ...DEFAULT_VIEW, smoothingWindow: 0, zooms });
  return figures.find(({ name }) => name === 'lossByStep')!;
}

describe('a part of a figure that the reader zooms into', () => {
  it('is asked for once, and again when it is another', () => {
    const model = measured(2000);
    const asked: FigurePart[] = [];
    const requests = new DetailRequests(model, (part) => asked.push(part));
    for (const x of [
      [1000, 2000],
      [1000, 2000],
      [1500, 1600],
    ] as const)
      requests.update([figureOf(model, x)], 500);
    assert.deepEqual(asked, [
      { figure: 'lossByStep', steps: [1000, 2000] },
      { figure: 'lossByStep', steps: [1500, 1600] },
    ]);
  });

  it('is not asked for where every measurement is there already', () => {
    const model = measured(500);
    new DetailRequests(model, () => assert.fail()).update([figureOf(model, [1000, 2000])], 500);
  });

  it('is drawn with all of its points once it has come', () => {
    const model = measured(2000);
    const steps = Float64Array.from({ length: 201 }, (_, index) => 1000 + index);
    model.applyDetail({
      type: 'detail',
      folder: model.folder,
      figure: 'lossByStep',
      steps: [1000, 1200],
      series: [{ index: 0, metric: 'loss', steps, values: steps.map((step) => (step === 1111 ? 1.9 : 1)) }],
    });
    const { main } = figureOf(model, [1000, 1200]);
    assert.ok(main.some(({ x, y }) => x === 1111 && y === 1.9));
  });
});
