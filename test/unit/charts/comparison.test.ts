import assert from 'node:assert/strict';
import { figureCsv } from '../../../src/charts/csv.ts';
import type { Curves } from '../../../src/charts/curves.ts';
import { shapeCurves } from '../../../src/charts/curves.ts';
import type { Comparison, FinalLoss } from '../../../src/charts/figure.ts';
import { figureTable } from '../../../src/charts/figureTable.ts';
import type { MarkLabel } from '../../../src/charts/layout.ts';
import { FigureReader } from '../../../src/charts/reading.ts';
import { DEFAULT_VIEW } from '../../../src/charts/view.ts';
import type { ExperimentOverview, RunOverview } from '../../../src/domain/experiment.ts';
import { formatLoss } from '../../../src/domain/format.ts';
import { figuresOf, summarize } from '../../../src/kinds/kinds.ts';
import { curvesAs, curvesFor, draw, figureNamed, textsOf } from './draw.ts';
import { curveRunOf, definitionOf } from './inputs.ts';
import { sevenRates, threeRates } from './samples.ts';

const NAME = 'finalLossByRate';

function comparisonOf(curves: Curves): Comparison {
  return figureNamed(curves, NAME).comparison!;
}

/** The sweep while the run at a rate trains; its series stay. */
function whileTraining(experiment: ExperimentOverview, rate: number): ExperimentOverview {
  const runs = experiment.runs.map((run): RunOverview => {
    if (run.facts.rate !== rate) return run;
    return { ...run, state: 'running', result: { ...run.result!, score: null, scoreError: null } };
  });
  return { ...experiment, runs };
}

describe('the final losses of a sweep by rate', function () {
  this.timeout(20_000);

  it('come first, live and later alike', () => {
    for (const experiment of [threeRates(), whileTraining(threeRates(), 0.01)]) {
      const names = figuresOf(experiment, summarize(experiment)).map(({ name }) => name);
      assert.deepEqual(names, [NAME, 'lossByStep', 'lossByEpoch', 'accuracyByEpoch']);
    }
  });

  it('are a point a run at its rate, as high as its score', () => {
    const experiment = threeRates();
    const { losses } = comparisonOf(curvesFor(experiment));
    assert.deepEqual(
      losses.map(({ x, y, isFinal }) => [x, y, isFinal]),
      experiment.runs.map(({ facts, result }) => [facts.rate, result!.score, true]),
    );
    const { x } = figureNamed(curvesFor(experiment), NAME);
    assert.equal(x.scale, 'log');
    assert.ok(x.domain[0] < 1e-4 && x.domain[0] > 3e-5 && x.domain[1] > 0.1 && x.domain[1] < 0.3, String(x.domain));
  });

  it('are hollow and move while runs train', async () => {
    const curves = curvesAs(whileTraining(threeRates(), 0.01), {});
    const { losses, variants } = comparisonOf(curves);
    const training = losses.find(({ x }) => x === 0.01)!;
    assert.equal(training.isFinal, false);
    assert.equal(variants.find(({ x }) => x === 0.01)?.text, `${formatLoss(training.y)} so far`);
    assert.match(figureNamed(curves, NAME).caption, /Hollow points: the loss so far/);
    const early = threeRates();
    const short = whileTraining(
      {
        ...early,
        runs: early.runs.map((run) => {
          const { steps, values } = run.result!.series.loss!;
          const loss = { steps: steps.slice(0, 40), values: values.slice(0, 40) };
          return { ...run, result: { ...run.result!, series: { loss } } };
        }),
      },
      0.01,
    );
    const before = comparisonOf(curvesAs(short, {})).losses.find(({ x }) => x === 0.01)!;
    assert.ok(before.y > 2 * training.y, `${before.y} falls to ${training.y}`);
    const { svg } = await draw(curves, NAME);
    assert.equal((svg.match(/<path [^>]*fill="#ffffff" stroke="#[^>]*/g) ?? []).length, 1, 'one hollow point');
  });

  it('leave out what waits, but not from the axis', () => {
    const { runs, ...rest } = threeRates();
    const curves = curvesFor({
      ...rest,
      runs: runs.map((run) => (run.facts.rate === 0.1 ? { ...run, state: 'queued', result: null } : run)),
    });
    assert.equal(comparisonOf(curves).losses.length, 2);
    assert.deepEqual(figureNamed(curves, NAME).x.domain, figureNamed(curvesFor(threeRates()), NAME).x.domain);
  });

  it('have a median and a band where there are seeds', async () => {
    const curves = curvesFor(sevenRates());
    const { variants } = comparisonOf(curves);
    const collapsed = variants.find(({ x }) => x === 0.01)!;
    assert.ok(collapsed.low < 0.2 && collapsed.y < 0.2 && collapsed.high > 2);
    assert.match(collapsed.text, /^0\.\d+ \(0\.\d+ to 2\.\d+\)$/);
    assert.deepEqual(
      variants.map(({ x }) => x),
      [1e-5, 1e-4, 1e-3, 3e-3, 0.01, 0.1, 3],
    );
    assert.match(figureNamed(curves, NAME).caption, /band: from the lowest to the highest seed/);
    assert.deepEqual((await draw(curves, NAME)).complaints, []);
  });

  it('show runs that diverged at the upper border, in words too', async () => {
    const curves = curvesFor(sevenRates());
    const figure = figureNamed(curves, NAME);
    const broken = figure.clippings.filter(({ x }) => x === 3);
    assert.deepEqual(
      broken.map(({ kind, y }) => [kind, y]),
      Array.from({ length: 3 }, () => ['nan', figure.y.domain[1]]),
    );
    assert.match(figure.caption, /Crosses at the top: runs that diverged/);
    const values = new FigureReader(figure, curves.variants).at(3);
    assert.deepEqual(
      values.map(({ name, text }) => [name, text]),
      [['3', 'all 3 seeds diverged']],
    );
    const { view } = await draw(curves, NAME);
    assert.equal((view.data('clippings') as unknown[]).length, 3);
  });

  it('say where a single run diverged, and how many of several did', () => {
    const variants = [0.01, 0.1, 1, 3].map((rate) => ({ id: `${rate}`, label: `${rate}`, values: { rate } }));
    const runs = [
      curveRunOf('0.01', [2, 1, NaN], { score: Infinity }),
      curveRunOf('0.1', [2, 1], { score: 1, seed: 1 }),
      curveRunOf('0.1', [2, 1], { score: 2, seed: 2 }),
      curveRunOf('0.1', [2, NaN], { score: Infinity, seed: 3 }),
      curveRunOf('1', [2, NaN], { score: Infinity, seed: 1 }),
      curveRunOf('1', [2, NaN], { score: Infinity, seed: 2 }),
      curveRunOf('1', [2, 1], { score: 1, seed: 3 }),
      curveRunOf('3', [2, 90], { score: 90 }),
    ];
    const definitions = [definitionOf({ points: 'runs', x: { kind: 'rate', title: 'learning rate', scale: 'log' } })];
    const curves = shapeCurves({ variants, runs, definitions }, DEFAULT_VIEW);
    const [figure] = curves.figures;
    const { columns, rows } = figureTable(figure, curves.variants);
    assert.deepEqual(columns, ['learning rate', 'training loss']);
    assert.deepEqual(rows, [
      ['0.01', 'NaN at step 2'],
      ['0.1', '2 (1 to 2; 1 of 3 seeds diverged)'],
      ['1', '2 of 3 seeds diverged'],
      ['3', '90'],
    ]);
    assert.deepEqual(figure.clippings.map(({ kind }) => kind).sort(), ['beyond', 'nan', 'nan', 'nan', 'nan']);
    assert.match(figure.caption, /Triangles at the top: runs whose loss is higher than the axis/);
  });

  it('shade the zone in the words of the scale and mark the suggested rate', async () => {
    const texts = textsOf((await draw(curvesFor(threeRates()), NAME)).svg).map(({ text }) => text);
    for (const text of ['just right', 'suggested: 0.01']) assert.ok(texts.includes(text), texts.join(', '));
    const { runs, ...rest } = threeRates();
    const partial = curvesFor({
      ...rest,
      runs: runs.map((run) => (run.facts.rate === 0.1 ? { ...run, state: 'running', result: null } : run)),
    });
    const { view } = await draw(partial, NAME);
    const [zone] = view.data('marks') as MarkLabel[];
    assert.equal(zone.label, 'good so far');
    assert.ok(zone.from < 0.01 && zone.to > 0.01 && zone.isBand);
  });

  it('are read from rate to rate', () => {
    const curves = curvesFor(sevenRates());
    const reader = new FigureReader(figureNamed(curves, NAME), curves.variants);
    assert.equal(reader.snap(2e-4), 1e-4);
    assert.equal(reader.snap(5e-4), 1e-3);
    assert.equal(reader.next(1e-3, 1), 3e-3);
    assert.equal(reader.next(1e-5, -1), 1e-5);
    assert.equal(reader.at(1e-4).length, 1);
    assert.equal(reader.ends().length, 7);
  });

  it('have a line for each engine', async () => {
    const curves = curvesFor(threeRates({ preset: null, secondEngine: 'tensorflow' }));
    const { variants } = comparisonOf(curves);
    assert.equal(new Set(variants.map(({ group }) => group)).size, 2);
    const { svg, complaints } = await draw(curves, NAME);
    assert.deepEqual(complaints, []);
    assert.match(svg, /stroke-dasharray="5,5"/);
    assert.equal(new FigureReader(figureNamed(curves, NAME), curves.variants).at(0.01).length, 2);
  });

  it('hide with their variant', () => {
    const [hidden] = curvesFor(threeRates()).variants;
    const { losses, variants } = comparisonOf(curvesAs(threeRates(), { hidden: [hidden.id] }));
    assert.deepEqual([losses.length, variants.length], [2, 2]);
  });

  it('are saved with their seeds', () => {
    const experiment = sevenRates();
    const curves = curvesFor(experiment);
    const [head, first] = figureCsv(figureNamed(curves, NAME), curves.variants).split('\n');
    assert.equal(head, 'line,seed,learning_rate,final_training_loss');
    const { seed, x, y }: FinalLoss = comparisonOf(curves).losses[0];
    assert.equal(first, `final,${seed},${x},${y}`);
  });
});
