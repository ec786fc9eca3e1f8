import assert from 'node:assert/strict';
import { logTicks } from '../../../src/charts/axes.ts';
import { figureCsv } from '../../../src/charts/csv.ts';
import { pixelOf } from '../../../src/charts/axes.ts';
import { layOut } from '../../../src/charts/layout.ts';
import { FigureReader, positionIn } from '../../../src/charts/reading.ts';
import { DEFAULT_VIEW } from '../../../src/charts/view.ts';
import type { CurveView } from '../../../src/charts/view.ts';
import type { Figure } from '../../../src/charts/figure.ts';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { curvesAs, draw, figureNamed, textsOf } from './draw.ts';
import { INITIAL_LOSS, sevenRates, threeRates } from './samples.ts';

describe('curves as a reader wants them', function () {
  this.timeout(20_000);
  const figuresAs = (experiment: ExperimentOverview, view: Partial<CurveView>): Record<string, Figure> =>
    Object.fromEntries(curvesAs(experiment, view).figures.map((figure) => [figure.name, figure]));

  it('reach as far as the losses do when all is to be seen', () => {
    const { lossByStep } = figuresAs(sevenRates(), { showAllLosses: true, lossScale: 'linear' });
    assert.ok(lossByStep.y.domain[1] >= 3e12);
    assert.ok(lossByStep.clippings.every(({ kind }) => kind === 'nan'));
    assert.match(lossByStep.caption, /just above the highest loss/);
  });

  it('end at 1.5 times the initial loss on a logarithmic axis too, and begin at a round number', () => {
    const { lossByStep, lossByEpoch, accuracyByEpoch } = figuresAs(threeRates(), { lossScale: 'log' });
    for (const { y } of [lossByStep, lossByEpoch]) {
      assert.deepEqual([y.scale, y.domain[1]], ['log', 1.5 * INITIAL_LOSS]);
      assert.match(String(y.domain[0]), /^0\.0*[125]$/);
    }
    assert.equal(accuracyByEpoch.y.scale, 'linear');
  });

  it('say what a logarithmic axis cannot show', () => {
    const experiment = threeRates();
    experiment.runs[0].result!.series.loss!.values[5] = 0;
    const { lossByStep } = figuresAs(experiment, { lossScale: 'log', timeScale: 'log', smoothingWindow: 0 });
    assert.deepEqual(lossByStep.notes, [
      "The logarithmic axis starts at step 1, so the value before training isn't shown.",
      "One point with a value of 0 isn't shown, because the axis is logarithmic.",
    ]);
    assert.ok(lossByStep.main.every(({ x, y }) => x >= 1 && y > 0));
  });

  it('keep a run that diverged in the first epoch in the picture on a logarithmic axis of time', async () => {
    const curves = curvesAs(sevenRates(), { timeScale: 'log' });
    const { svg, complaints } = await draw(curves, 'lossByEpoch');
    assert.deepEqual(complaints, []);
    assert.ok(textsOf(svg).every(({ x }) => Number.isFinite(x)));
    assert.ok(figureNamed(curves, 'lossByEpoch').clippings.every(({ x }) => x >= 1));
  });

  it('leave out hidden variants and keep the places and colours of the others', () => {
    const all = curvesAs(threeRates(), {});
    const curves = curvesAs(threeRates(), { hidden: [all.variants[1].id] });
    assert.deepEqual(curves.variants, all.variants);
    const [byEpoch, accuracy, byStep] = ['lossByEpoch', 'accuracyByEpoch', 'lossByStep'].map((name) =>
      figureNamed(curves, name),
    );
    for (const points of [byStep.main, byStep.raw, byEpoch.main, accuracy.published]) {
      assert.deepEqual([...new Set(points.map(({ variant }) => variant))].sort(), [0, 2]);
    }
  });

  it('say where a loss axis ends once a loss was measured, and not where the reader has chosen the ends', () => {
    const experiment = threeRates();
    const sentence = /The loss axis .*ends at/;
    const zooms = { lossByStep: { x: [100, 130], y: [0, 1] } } as const;
    const zoomed = figuresAs(experiment, { zooms });
    assert.match(zoomed.lossByEpoch.caption, sentence);
    assert.doesNotMatch(zoomed.lossByStep.caption, sentence);
    const waiting = { ...experiment, runs: experiment.runs.map((run) => ({ ...run, result: null })) };
    for (const unmeasured of [waiting, { ...experiment, runs: [] }])
      for (const { caption } of Object.values(figuresAs(unmeasured, {}))) assert.doesNotMatch(caption, sentence);
  });

  it('tell of rates without a test only where something was trained', () => {
    const experiment = threeRates();
    const [first, second, third] = experiment.runs;
    const cancelled = { state: 'cancelled', epochs: [], initialLoss: null, score: null } as const;
    const runs = [
      first,
      { ...second, result: { ...second.result!, ...cancelled, series: { loss: second.result!.series.loss } } },
      { ...third, result: { ...third.result!, ...cancelled, series: {} } },
    ];
    const { accuracyByEpoch } = figuresAs({ ...experiment, runs }, {});
    const { label } = experiment.variants.find(({ id }) => id === second.variant)!;
    assert.ok(
      accuracyByEpoch.caption.includes(`diverged or ended before the first test: ${label}. `),
      accuracyByEpoch.caption,
    );
  });

  it('are the measurements themselves without smoothing', () => {
    const { lossByStep } = figuresAs(threeRates(), { smoothingWindow: 0 });
    const [, second] = lossByStep.main.filter(({ variant }) => variant === 1);
    assert.equal(second.y, threeRates().runs[1].result!.series.loss!.values[1]);
    assert.equal(lossByStep.raw.length, 0);
  });

  it('turn to the part that is chosen, where every point is drawn', () => {
    const zooms = { lossByStep: { x: [100, 130], y: [0, 1] } } as const;
    const { lossByStep } = figuresAs(threeRates(), { zooms, points: { ...DEFAULT_VIEW.points, raw: 100 } });
    assert.deepEqual(
      [lossByStep.x.domain, lossByStep.y.domain],
      [
        [100, 130],
        [0, 1],
      ],
    );
    const places = lossByStep.raw.filter(({ variant }) => variant === 1).map(({ x }) => x);
    assert.deepEqual(
      places,
      Array.from({ length: 33 }, (_, index) => 99 + index),
    );
    const names = layOut(lossByStep, curvesAs(threeRates(), {}).variants, 900).ends;
    assert.deepEqual(
      names.map(({ variant, x }) => [variant, x]),
      [
        [0, 130],
        [1, 130],
        [2, 130],
      ],
    );
  });
});

describe('a plot of many lines', () => {
  it('is so high that the names at their ends do not overlap', () => {
    const { figures, variants } = curvesAs(threeRates(), {});
    const figure = figures.find(({ name }) => name === 'lossByStep')!;
    const copies = Array.from({ length: 32 }, (_, variant) => variant);
    const line = figure.main.filter(({ variant }) => variant === 0);
    const main = copies.flatMap((variant) => line.map((point) => ({ ...point, variant })));
    const many = copies.map((variant) => ({ ...variants[0], id: String(variant) }));
    const { ends, plotHeight } = layOut({ ...figure, main, clippings: [] }, many, 900);
    const places = ends.map(({ labelY }) => pixelOf(labelY, figure.y, plotHeight)).sort((a, b) => a - b);
    assert.equal(places.length, 32);
    const gaps = places.slice(1).map((place, index) => place - places[index]);
    assert.ok(Math.min(...gaps) > 12, `${Math.min(...gaps)} px`);
  });
});

describe('axes of which some variants are hidden', () => {
  const all = curvesAs(threeRates(), {});
  const isolate = (label: string, view: Partial<CurveView> = {}) => {
    const hidden = all.variants.filter((variant) => variant.label !== label).map(({ id }) => id);
    return curvesAs(threeRates(), { lossScale: 'linear', ...view, hidden });
  };

  it('reach as far as what is left', () => {
    const { y } = figureNamed(isolate('0.01'), 'accuracyByEpoch');
    assert.deepEqual(
      y.domain.map((share) => Number(share.toFixed(3))),
      [0.936, 0.976],
    );
    assert.equal(y.format, '.1%');
    const [, end] = figureNamed(isolate('0.01'), 'finalLossByRate').y.domain;
    assert.ok(end > 0.08 && end < 0.13, String(end));
    assert.match(figureNamed(isolate('0.01'), 'finalLossByRate').caption, /just above the highest loss/);
  });

  it('are not stretched by a run that explodes', () => {
    const usual = figureNamed(all, 'lossByStep').y.domain[1];
    assert.equal(figureNamed(isolate('0.1'), 'lossByStep').y.domain[1], usual);
    assert.ok(figureNamed(isolate('0.1', { showAllLosses: true }), 'lossByStep').y.domain[1] > 30);
  });

  it('are as before when all are shown again', () => {
    assert.deepEqual(figureNamed(all, 'accuracyByEpoch').y.domain, [0, 1]);
  });
});

describe('reading a figure', () => {
  const curves = curvesAs(threeRates(), {});
  const { variants } = curves;
  const lossByEpoch = figureNamed(curves, 'lossByEpoch');
  const lossByStep = figureNamed(curves, 'lossByStep');

  it('tells what every line says at a place, the highest first', () => {
    const values = new FigureReader(lossByEpoch, variants).at(3);
    assert.deepEqual(
      values.map(({ name }) => name),
      ['0.1', '1e-4', '0.01'],
    );
    assert.match(values[0].text, /^2\.3/);
  });

  it('tells what was measured beside what was smoothed, and from where to where seeds go', () => {
    const [value] = new FigureReader(lossByStep, variants).at(200);
    assert.match(value.text, /^2\.\d+ \(measured: 2\.\d+\)$/);
    const seven = curvesAs(sevenRates(), {});
    const read = (name: string) =>
      new FigureReader(figureNamed(seven, name), seven.variants).at(3).find((each) => each.name === '1e-5')!.text;
    for (const name of ['lossByStep', 'lossByEpoch']) assert.match(read(name), /^2\.\d+ \(2\.\d+ to 2\.\d+\)$/);
    assert.equal(read('accuracyByEpoch'), '36.0% (36.0% to 36.0%)');
  });

  it('looks for the points of a line once, not at each place', () => {
    let looked = 0;
    const counted: Figure = {
      ...lossByStep,
      get raw() {
        looked++;
        return lossByStep.raw;
      },
    };
    const reader = new FigureReader(counted, variants);
    looked = 0;
    for (let step = 1; step < 100; step++) assert.ok(reader.at(step).length > 0);
    assert.equal(looked, 0);
  });

  it('goes to measured points where there are few, and anywhere on a line', () => {
    assert.equal(new FigureReader(lossByEpoch, variants).snap(1.4), 1);
    assert.equal(new FigureReader(lossByEpoch, variants).snap(99), 3);
    assert.equal(new FigureReader(lossByStep, variants).snap(12.5), 12.5);
  });

  it('finds the same moment in the other figures', () => {
    assert.equal(positionIn(lossByStep.quantity, { kind: 'epoch', x: 2 }), 314);
    assert.equal(positionIn(lossByEpoch.quantity, { kind: 'step', x: 157 }), 1);
  });

  it('finds no moment in a figure of which nobody knows how its axis goes with the other', () => {
    const withoutEpochs = { ...lossByStep.quantity, stepsPerEpoch: null };
    assert.equal(positionIn(withoutEpochs, { kind: 'epoch', x: 2 }), null);
    assert.equal(positionIn(withoutEpochs, { kind: 'step', x: 2 }), 2);
    assert.equal(positionIn(lossByStep.quantity, { kind: 'rate', x: 0.01 }), null);
  });

  it('exports its points as a table', () => {
    const [head, first] = figureCsv(lossByEpoch, variants).split('\n');
    assert.equal(head, 'line,learning_rate,seed,epoch,mean_loss_of_the_epoch');
    assert.equal(first, 'line,0.0001,,0,2.3');
    assert.match(figureCsv(lossByStep, variants), /^measured,0\.01,1,0,2\.3$/m);
  });
});

describe('ticks over many decades', () => {
  it('stay few', () => {
    assert.deepEqual(logTicks([0.05, 3.2e12]), [1, 100, 1e4, 1e6, 1e8, 1e10, 1e12]);
  });
});
