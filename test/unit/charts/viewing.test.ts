import assert from 'node:assert/strict';
import { logTicks } from '../../../src/charts/axes.ts';
import { figureCsv } from '../../../src/charts/csv.ts';
import { planOf, shapeCurves } from '../../../src/charts/curves.ts';
import type { Curves } from '../../../src/charts/curves.ts';
import { layOut } from '../../../src/charts/layout.ts';
import { epochsAt, FigureReader, placeAt } from '../../../src/charts/reading.ts';
import { thin } from '../../../src/charts/thinning.ts';
import { AS_PRINTED } from '../../../src/charts/view.ts';
import type { CurveView } from '../../../src/charts/view.ts';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { modelOf } from '../webview/sweeps.ts';
import { draw, textsOf } from './draw.ts';
import { INITIAL_LOSS, sevenRates, threeRates } from './samples.ts';

function curvesAs(experiment: ExperimentOverview, view: Partial<CurveView>): Curves {
  return shapeCurves(modelOf(experiment).curveRuns(), planOf(experiment.record), { ...AS_PRINTED, ...view });
}

describe('curves as a reader wants them', function () {
  this.timeout(20_000);

  it('reach as far as the losses do when all is to be seen', () => {
    const { lossByStep } = curvesAs(sevenRates(), { whole: true, lossScale: 'linear' });
    assert.ok(lossByStep.y.domain[1] >= 3e12);
    assert.ok(lossByStep.stops.every(({ kind }) => kind === 'nan'));
    assert.match(lossByStep.caption, /just above the highest loss/);
  });

  it('end at 1.5 times the initial loss on a logarithmic axis too, and begin at a round number', () => {
    const { lossByStep, lossByEpoch, accuracyByEpoch } = curvesAs(threeRates(), { lossScale: 'log' });
    for (const { y } of [lossByStep, lossByEpoch]) {
      assert.deepEqual([y.scale, y.domain[1]], ['log', 1.5 * INITIAL_LOSS]);
      assert.match(String(y.domain[0]), /^0\.0*[125]$/);
    }
    assert.equal(accuracyByEpoch.y.scale, 'linear');
  });

  it('say what a logarithmic axis cannot show', () => {
    const experiment = threeRates();
    Object.assign(experiment.runs[0].result!.series[5], { loss: 0 });
    const { lossByStep } = curvesAs(experiment, { lossScale: 'log', timeScale: 'log', memoryShare: 0 });
    assert.deepEqual(lossByStep.notes, [
      'A logarithmic axis begins at step 1: what was measured before training is not shown.',
      'One point with a loss of zero is not shown: a logarithmic axis has no place for them.',
    ]);
    assert.ok(lossByStep.bold.every(({ x, y }) => x >= 1 && y > 0));
  });

  it('keep a run that broke in the first epoch in the picture on a logarithmic axis of time', async () => {
    const curves = curvesAs(sevenRates(), { timeScale: 'log' });
    const { svg, complaints } = await draw(curves, 'lossByEpoch');
    assert.deepEqual(complaints, []);
    assert.ok(textsOf(svg).every(({ x }) => Number.isFinite(x)));
    assert.ok(curves.lossByEpoch.stops.every(({ x }) => x >= 1));
  });

  it('leave out hidden rates and keep the places and colours of the others', () => {
    const { rates, lossByStep, accuracyByEpoch } = curvesAs(threeRates(), { hidden: [0.01] });
    assert.equal(rates.length, 3);
    for (const points of [lossByStep.bold, lossByStep.raw, accuracyByEpoch.article])
      assert.deepEqual([...new Set(points.map(({ rate }) => rate))].sort(), [0, 2]);
  });

  it('are the measurements themselves without smoothing', () => {
    const { lossByStep } = curvesAs(threeRates(), { memoryShare: 0 });
    const [, second] = lossByStep.bold.filter(({ rate }) => rate === 1);
    assert.equal(second.y, threeRates().runs[1].result!.series[1].loss);
    assert.equal(lossByStep.raw.length, 0);
  });

  it('turn to the part that is chosen, where every point is drawn', () => {
    const zooms = { lossByStep: { x: [100, 130], y: [0, 1] } } as const;
    const { lossByStep } = curvesAs(threeRates(), { zooms, points: { ...AS_PRINTED.points, raw: 100 } });
    assert.deepEqual(
      [lossByStep.x.domain, lossByStep.y.domain],
      [
        [100, 130],
        [0, 1],
      ],
    );
    const places = lossByStep.raw.filter(({ rate }) => rate === 1).map(({ x }) => x);
    assert.deepEqual(
      places,
      Array.from({ length: 33 }, (_, index) => 99 + index),
    );
    const names = layOut(lossByStep, curvesAs(threeRates(), {}).rates, 900).ends;
    assert.deepEqual(
      names.map(({ rate, x }) => [rate, x]),
      [
        [0, 130],
        [1, 130],
        [2, 130],
      ],
    );
  });
});

describe('thin', () => {
  const axis = { domain: [0, 10_000], scale: 'linear' } as const;
  const points = Array.from({ length: 10_000 }, (_, x) => ({ x, y: x === 4321 ? 99 : Math.sin(x) }));

  it('keeps what sticks out, the first and the last', () => {
    const kept = thin(points, axis, 200);
    assert.ok(kept.length <= 200);
    assert.ok(kept.some(({ y }) => y === 99));
    assert.deepEqual([kept[0], kept.at(-1)], [points[0], points.at(-1)]);
  });

  it('leaves the beginning as it is while a line grows', () => {
    const before = thin(points.slice(0, 5000), axis, 200);
    const after = thin(points.slice(0, 6000), axis, 200);
    assert.deepEqual(after.slice(0, before.length - 3), before.slice(0, -3));
  });

  it('keeps the detail of the beginning on a logarithmic axis', () => {
    const kept = thin(points, { domain: [1, 10_000], scale: 'log' }, 200);
    assert.ok(kept.filter(({ x }) => x > 0 && x <= 10).length >= 9);
    assert.ok(kept.length <= 200);
  });
});

describe('reading a figure', () => {
  const { rates, lossByEpoch, lossByStep } = curvesAs(threeRates(), {});

  it('tells what every line says at a place, the highest first', () => {
    const values = new FigureReader(lossByEpoch, rates).at(3);
    assert.deepEqual(
      values.map(({ label }) => label),
      ['0.1', '1e-4', '0.01'],
    );
    assert.match(values[0].text, /^2\.3/);
  });

  it('goes to measured points where there are few, and anywhere on a line', () => {
    assert.equal(new FigureReader(lossByEpoch, rates).snap(1.4), 1);
    assert.equal(new FigureReader(lossByEpoch, rates).snap(99), 3);
    assert.equal(new FigureReader(lossByStep, rates).snap(12.5), 12.5);
  });

  it('finds the same moment in the other figures', () => {
    assert.equal(placeAt('lossByStep', epochsAt('lossByEpoch', 2, 157), 157), 314);
    assert.equal(placeAt('accuracyByEpoch', epochsAt('lossByStep', 157, 157), 157), 1);
  });

  it('exports its points as a table', () => {
    const [head, first] = figureCsv(lossByEpoch, rates).split('\n');
    assert.equal(head, 'line,learning_rate,seed,epoch,mean_training_loss');
    assert.equal(first, 'line,1e-4,,0,2.3');
    assert.match(figureCsv(lossByStep, rates), /^measured,0\.01,1,0,2\.3$/m);
  });
});

describe('ticks over many decades', () => {
  it('stay few', () => {
    assert.deepEqual(logTicks([0.05, 3.2e12]), [1, 100, 1e4, 1e6, 1e8, 1e10, 1e12]);
  });
});
