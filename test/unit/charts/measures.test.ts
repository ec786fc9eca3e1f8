import assert from 'node:assert/strict';
import { MEASURES } from '../../../src/domain/measure.ts';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { curvesAs, curvesFor, draw, figureNamed } from './draw.ts';
import { sevenRates, seriesOf, threeRates, withSeries } from './samples.ts';

/** A sweep in which every run has measured the same at each step. */
function measured(rates: typeof threeRates, values: readonly number[]): ExperimentOverview {
  const series = seriesOf(values.map((value, index) => [index + 1, value]));
  const all = { gradientNorm: series, updateRatio: series, deadShare: series };
  return withSeries(rates({ measures: MEASURES }), () => all);
}

describe('the charts of measures', function () {
  this.timeout(20_000);

  it('draw what each run has measured, as Vega understands it', async () => {
    const curves = curvesFor(measured(threeRates, [0.5, 0.4, 0.3]));
    for (const [name, scale] of [
      ['gradientNormByStep', 'log'],
      ['updateRatioByStep', 'log'],
      ['deadShareByStep', 'linear'],
    ] as const) {
      const { main, y } = figureNamed(curves, name);
      assert.equal(y.scale, scale);
      assert.equal(new Set(main.map(({ variant }) => variant)).size, 3);
      assert.deepEqual((await draw(curves, name)).complaints, []);
    }
    assert.deepEqual(figureNamed(curves, 'deadShareByStep').y.domain, [0, 1]);
  });

  it('say what a logarithmic axis cannot show, without calling it a loss', () => {
    const curves = curvesAs(measured(threeRates, [0, 0.4, 0.3]), { smoothingWindow: 0 });
    assert.deepEqual(figureNamed(curves, 'updateRatioByStep').notes, [
      "3 points with a value of 0 aren't shown, because the axis is logarithmic.",
    ]);
  });

  it('count a run that broke as one with all units dead, not as one with none', () => {
    const experiment = measured(sevenRates, []);
    const variant = experiment.variants.findIndex(({ values }) => values.rate === 1e-3);
    const seeds = experiment.runs.filter((run) => run.variant === experiment.variants[variant].id);
    const shares = [0.1, 0.3, 0.2];
    seeds.forEach(({ result }, index) => {
      const values = Array.from({ length: 400 }, (_, step) => (index === 2 && step >= 200 ? NaN : shares[index]));
      Object.assign(result!.series, { deadShare: seriesOf(values.map((value, step) => [step, value])) });
    });
    const { main } = figureNamed(curvesFor(experiment), 'deadShareByStep');
    const own = main.filter((point) => point.variant === variant);
    assert.deepEqual(
      [own.at(0)?.y, own.at(-1)?.y].map((y) => y?.toFixed(3)),
      ['0.200', '0.300'],
    );
  });
});
