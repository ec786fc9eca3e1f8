import assert from 'node:assert/strict';
import { FigureReader, positionIn } from '../../../src/charts/reading.ts';
import { secondsAt } from '../../../src/charts/progressUnit.ts';
import { curvesAs, draw, figureNamed } from './draw.ts';
import { secondsPerStep, seriesOf, sevenRates, threeRates, timed } from './samples.ts';

describe('curves over the seconds of training', function () {
  this.timeout(20_000);
  const NAMES = ['lossByStep', 'lossByEpoch', 'accuracyByEpoch'] as const;

  it('have every step and epoch at its second, also steps that do not say theirs', () => {
    const curves = curvesAs(timed(threeRates()), { unit: 'seconds', smoothingWindow: 0 });
    const steps = figureNamed(curves, 'lossByStep');
    const first = curves.variants.findIndex(({ values }) => values.rate === 0.1);
    const own = steps.main.filter(({ variant }) => variant === first);
    const perStep = secondsPerStep(0);
    assert.deepEqual(
      [0, 1, 12, 471].map((step) => own[step].x.toFixed(6)),
      [0, 1, 12, 471].map((step) => (perStep * step).toFixed(6)),
    );
    const epochs = figureNamed(curves, 'lossByEpoch').main.filter(({ variant }) => variant === first);
    assert.deepEqual(
      epochs.map(({ x }) => x.toFixed(6)),
      [0, 157, 314, 471].map((step) => (perStep * step).toFixed(6)),
    );
  });

  it('are drawn by Vega, on one axis that ends with the slowest run, on a logarithmic one too', async () => {
    for (const timeScale of ['linear', 'log'] as const) {
      const curves = curvesAs(timed(threeRates()), { unit: 'seconds', timeScale });
      for (const name of NAMES) {
        const { x, quantity, published } = figureNamed(curves, name);
        assert.deepEqual([x.title, x.scale, quantity.kind], ['seconds of training', timeScale, 'seconds']);
        assert.ok(Math.abs(x.domain[1] - secondsPerStep(2) * 471) < 1e-9);
        assert.deepEqual(published, []);
        assert.deepEqual((await draw(curves, name)).complaints, []);
      }
      assert.equal(figureNamed(curves, 'finalLossByRate').quantity.kind, 'rate');
    }
    const { notes } = figureNamed(curvesAs(timed(threeRates()), { unit: 'seconds', timeScale: 'log' }), 'lossByStep');
    assert.match(notes[0], /^The logarithmic axis starts at 0\.00\d+ seconds/);
  });

  it('have a median that jumps nowhere to the slowest seed', () => {
    const curves = curvesAs(timed(sevenRates()), { unit: 'seconds' });
    const rate = curves.variants.findIndex(({ values }) => values.rate === 1e-4);
    const seeds = timed(sevenRates()).runs.filter(({ variant }) => variant === curves.variants[rate].id);
    const ends = seeds.map(({ index }) => secondsPerStep(index) * 471);
    const lineOf = (name: string) => figureNamed(curves, name).main.filter(({ variant }) => variant === rate);
    assert.ok(Math.abs(lineOf('lossByStep').at(-1)!.x - Math.min(...ends)) < 1e-9);
    const epochs = lineOf('lossByEpoch');
    assert.equal(epochs.length, 4);
    assert.ok(Math.abs(epochs[3].x - ends[1]) < 1e-9);
  });

  it('say when a line leaves the plot', () => {
    const { clippings } = figureNamed(curvesAs(timed(threeRates()), { unit: 'seconds' }), 'lossByStep');
    assert.match(
      clippings.flatMap(({ texts }) => texts.slice(0, 1)).join(),
      /0\.1: rises to 3\d(\.\d)? after 0\.03\d* s/,
    );
  });

  it('stay over steps while a run that is shown does not say its seconds', () => {
    const experiment = timed(threeRates());
    const [untimed, ...others] = experiment.runs;
    const { loss } = untimed.result!.series;
    const mixed = {
      ...experiment,
      runs: [{ ...untimed, result: { ...untimed.result!, series: { loss } } }, ...others],
    };
    const kindOf = (hidden: readonly string[]): string =>
      figureNamed(curvesAs(mixed, { unit: 'seconds', hidden }), 'lossByStep').quantity.kind;
    assert.deepEqual([kindOf([]), kindOf([untimed.variant])], ['step', 'seconds']);
  });

  it('are read anywhere, in all figures at the same second, and in none that has another axis', () => {
    const curves = curvesAs(timed(threeRates()), { unit: 'seconds' });
    const epochs = figureNamed(curves, 'lossByEpoch');
    const reader = new FigureReader(epochs, curves.variants);
    assert.deepEqual([reader.snap(1.234), reader.next(1.234, 1)], [1.234, null]);
    assert.equal(reader.at(1.234).length, 3);
    const { quantity } = figureNamed(curves, 'lossByStep');
    assert.equal(positionIn(quantity, { kind: 'seconds', x: 1.234 }), 1.234);
    for (const kind of ['step', 'epoch', 'rate'] as const) {
      assert.equal(positionIn(quantity, { kind, x: 1 }), null);
      assert.equal(positionIn({ ...quantity, kind }, { kind: 'seconds', x: 1 }), null);
    }
  });

  it('know no second after the last that was measured', () => {
    const seconds = seriesOf([
      [10, 1],
      [20, 3],
    ]);
    assert.deepEqual(
      [0, 5, 15, 20, 21].map((step) => secondsAt(step, { seconds })),
      [0, 0.5, 2, 3, null],
    );
    assert.equal(secondsAt(0, {}), null);
  });
});
