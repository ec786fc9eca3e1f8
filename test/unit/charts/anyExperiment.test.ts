import assert from 'node:assert/strict';
import { figureCsv } from '../../../src/charts/csv.ts';
import { shapeCurves } from '../../../src/charts/curves.ts';
import type { Figure } from '../../../src/charts/figure.ts';
import { figureTable } from '../../../src/charts/figureTable.ts';
import { layOut } from '../../../src/charts/layout.ts';
import { FigureReader } from '../../../src/charts/reading.ts';
import { DEFAULT_VIEW } from '../../../src/charts/view.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import type { Variant } from '../../../src/domain/variant.ts';
import type { FigureMark } from '../../../src/kinds/figureDefinition.ts';
import { draw, textsOf } from './draw.ts';
import { curveRunOf, definitionOf } from './inputs.ts';
import { seriesOf } from './samples.ts';

const RAW = { ...DEFAULT_VIEW, smoothingWindow: 0 };
const ONLY: Variant = { id: 'only', label: '', values: {} };

/** Values on a straight line. */
function straight(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));
}

describe('the curves of variants that have the same rate', function () {
  this.timeout(20_000);
  const variants = [16, 64].map((batchSize): Variant => {
    return { id: `batchSize=${batchSize}`, label: `batch ${batchSize}`, values: { rate: 0.01, batchSize } };
  });
  const runs = variants.flatMap(({ id }, index) =>
    [1, 2, 3].map((seed) => {
      return curveRunOf(id, straight(2, index + seed / 10, 101), { seed, facts: { ...NO_FACTS, rate: 0.01 } });
    }),
  );
  const curves = shapeCurves({ variants, runs, definitions: [definitionOf()] }, RAW);
  const [figure] = curves.figures;

  it('stay apart, each the median of its own seeds', () => {
    const ends = new FigureReader(figure, curves.variants).at(100);
    assert.deepEqual(
      ends.map(({ name, y }) => [name, Number(y.toFixed(6))]),
      [
        ['batch 64', 1.2],
        ['batch 16', 0.2],
      ],
    );
    assert.equal(new Set(figure.seeds.map(({ run }) => run)).size, 6);
  });

  it('are hidden one by one', () => {
    const hidden = shapeCurves({ variants, runs, definitions: [definitionOf()] }, { ...RAW, hidden: [variants[0].id] });
    assert.deepEqual([...new Set(hidden.figures[0].main.map(({ variant }) => variant))], [1]);
  });

  it('have colours of their own, and a column for what differs', async () => {
    const { svg, complaints } = await draw(curves, 'figure');
    assert.deepEqual(complaints, []);
    const names = textsOf(svg).filter(({ text }) => text.startsWith('batch'));
    assert.equal(new Set(names.map(({ colour }) => colour)).size, 2);
    const [head, first] = figureCsv(figure, curves.variants).split('\n');
    assert.deepEqual([head, first], ['line,batch_size,seed,step,training_loss', 'median,16,,0,2']);
  });
});

describe('a figure along the learning rate', function () {
  this.timeout(20_000);
  const steps = straight(0, 200, 201);
  const rateAt = (step: number): number => 1e-7 * 1e8 ** (step / 200);
  const lossAt = (step: number): number => (step < 160 ? 2.3 - 2 * (step / 160) ** 8 : 0.3 + (step - 160) / 4);
  const run = curveRunOf('only', [], {
    initialLoss: 2.3,
    facts: { ...NO_FACTS, total: 200, stepsPerEpoch: 157 },
    series: {
      loss: seriesOf(steps.map((step) => [step, lossAt(step)])),
      // As the trainer writes it: nothing before the first update.
      rate: seriesOf(steps.slice(1).map((step) => [step, rateAt(step)])),
    },
  });
  const definition = definitionOf({ x: { kind: 'rate', title: 'learning rate', scale: 'log' } });
  const shape = (view = DEFAULT_VIEW): Figure =>
    shapeCurves({ variants: [ONLY], runs: [run], definitions: [definition] }, view).figures[0];

  it('has a logarithmic axis from the first to the last rate', () => {
    const { x, quantity } = shape();
    assert.equal(x.scale, 'log');
    assert.deepEqual(
      x.domain.map((rate) => Number(rate.toPrecision(6))),
      [rateAt(1), 10].map((rate) => Number(rate.toPrecision(6))),
    );
    assert.equal(quantity.kind, 'rate');
  });

  it('draws each loss at the rate that was in force', () => {
    const { raw } = shape();
    assert.equal(raw.length, 200);
    assert.ok(raw.every(({ x, y }) => Math.abs(y - lossAt(200 * (Math.log10(x / 1e-7) / 8))) < 1e-9));
  });

  it('smooths alike over every decade', () => {
    const { main, raw } = shape({
      ...DEFAULT_VIEW,
      showAllLosses: true,
      smoothingWindow: 1 / 8,
      points: { raw: 500, smoothed: 500, seed: 9 },
    });
    // A line that rises evenly on the logarithmic axis lags behind by its memory, here a decade, which is 25 steps.
    const lag = (steps: number): number => {
      const at = raw.findIndex(({ x }) => x > rateAt(steps));
      return raw[at].y - main[at].y;
    };
    assert.ok(lag(200 - 1e-9) > 0 && main.every(({ y }) => Number.isFinite(y)));
    const even = curveRunOf('only', [], {
      series: { ...run.series, loss: seriesOf(steps.map((step) => [step, 1 + step / 200])) },
    });
    const [figure] = shapeCurves(
      { variants: [ONLY], runs: [even], definitions: [definition] },
      { ...DEFAULT_VIEW, smoothingWindow: 1 / 8, points: { raw: 500, smoothed: 500, seed: 9 } },
    ).figures;
    const behind = figure.main.map(({ y }, index) => figure.raw[index].y - y);
    assert.ok(Math.abs(behind[120] - behind[195]) < 0.01, `${behind[120]} and ${behind[195]}`);
    assert.ok(behind[195] > 0.08, String(behind[195]));
  });

  it('is drawn with rates at its ticks, and says where the loss leaves it', async () => {
    const curves = shapeCurves({ variants: [ONLY], runs: [run], definitions: [definition] });
    const { svg, complaints, view } = await draw(curves, 'figure');
    assert.deepEqual(complaints, []);
    assert.equal((view.scale('x') as unknown as { type: string }).type, 'log');
    const texts = textsOf(svg).map(({ text }) => text);
    for (const tick of ['1e-6', '1e-4', '0.01', '1']) assert.ok(texts.includes(tick), texts.join(', '));
    assert.ok(
      texts.some((text) => /^training: rises to 10\.3 at a rate of 10$/.test(text)),
      texts.join(', '),
    );
  });

  it('is read in rates, down to its table', () => {
    const { columns, rows } = figureTable(shape(), [{ ...ONLY, verdictText: '', dashes: 0 }]);
    assert.deepEqual(columns, ['learning rate', 'training']);
    assert.equal(rows.length, 21);
    assert.deepEqual([rows[0][0], rows[20][0]], ['1.1e-7', '10']);
  });

  it('ignores a rate that falls again', () => {
    const back = [1e-3, 1e-2, 1e-1, 1e-2, 1e-3];
    const series = {
      loss: seriesOf(back.map((_, index) => [index + 1, index])),
      rate: seriesOf(back.map((rate, index) => [index + 1, rate])),
    };
    const { figures } = shapeCurves(
      { variants: [ONLY], runs: [curveRunOf('only', [], { series })], definitions: [definition] },
      RAW,
    );
    assert.deepEqual(
      figures[0].main.map(({ x }) => x),
      [1e-3, 1e-2, 1e-1],
    );
  });
});

describe('the curves of a log of which little is known', function () {
  this.timeout(20_000);
  const both = [
    { metric: 'loss', label: 'training' },
    { metric: 'validationLoss', label: 'validation' },
  ];
  const run = curveRunOf('only', [], {
    series: {
      loss: seriesOf(straight(1, 1000, 500).map((step, index) => [Math.round(step), 2 - index / 500])),
      validationLoss: seriesOf([250, 500, 750, 1000].map((step) => [step, 2.1 - step / 1000])),
    },
  });
  const input = { variants: [ONLY], runs: [run], definitions: [definitionOf({ lines: both })] };

  it('end where the log ends', () => {
    const [figure] = shapeCurves(input).figures;
    assert.deepEqual(figure.x.domain, [0, 1000]);
    assert.match(figure.caption, /1\.5 times the first loss/);
  });

  it('tell training from validation by dashes, and say so', async () => {
    const curves = shapeCurves(input);
    const { svg, complaints } = await draw(curves, 'figure');
    assert.deepEqual(complaints, []);
    const texts = textsOf(svg).map(({ text }) => text);
    for (const name of ['training', 'validation']) assert.ok(texts.includes(name), texts.join(', '));
    assert.match(svg, /stroke-dasharray="2,3"/);
    assert.match(curves.figures[0].caption, /Solid: training; dashed: validation\./);
    const [head, ...rows] = figureCsv(curves.figures[0], curves.variants).split('\n');
    assert.equal(head, 'line,metric,variant,seed,step,training_loss');
    assert.ok(rows.includes('measured,validation,,,250,1.85'), rows.slice(-9).join('\n'));
  });

  it('are a point an epoch where the log has one row for each', () => {
    const epochs = curveRunOf('only', [], {
      facts: { ...NO_FACTS, unit: 'epoch', total: 5 },
      series: { loss: seriesOf([1, 2, 3].map((epoch) => [epoch, 2 / epoch])) },
    });
    const definition = definitionOf({ x: { kind: 'epoch', title: 'epoch', scale: 'linear' } });
    const [figure] = shapeCurves({ variants: [ONLY], runs: [epochs], definitions: [definition] }).figures;
    assert.equal(figure.dots, true);
    assert.deepEqual(
      figure.main.map(({ x, y }) => [x, y]),
      [
        [1, 2],
        [2, 1],
        [3, 2 / 3],
      ],
    );
    assert.deepEqual(figure.x.domain, [1, 5]);
  });

  it('have no place on an axis of epochs that nobody can compute', () => {
    const definition = definitionOf({ x: { kind: 'epoch', title: 'epoch', scale: 'linear' } });
    const [figure] = shapeCurves({ ...input, definitions: [definition] }).figures;
    assert.deepEqual(figure.main, []);
  });

  it('have the same axis in all figures along the steps', () => {
    const rare = definitionOf({ name: 'validation', lines: both.slice(1) });
    const [first, second] = shapeCurves({ ...input, definitions: [definitionOf(), rare] }).figures;
    assert.deepEqual(second.x.domain, first.x.domain);
  });

  it('write a rate as everywhere, and do not smooth it', () => {
    const rates = [1e-3, 1e-3, 1e-4, 1e-4, 1e-5];
    const stepwise = curveRunOf('only', [], { series: { rate: seriesOf(rates.map((rate, step) => [step, rate])) } });
    const definition = definitionOf({
      y: { title: 'learning rate', kind: 'rate' },
      lines: [{ metric: 'rate', label: 'rate' }],
    });
    const [figure] = shapeCurves({ ...input, runs: [stepwise], definitions: [definition] }).figures;
    assert.deepEqual(
      figure.main.map(({ y }) => y),
      rates,
    );
    assert.equal(new FigureReader(figure, [{ ...ONLY, verdictText: '', dashes: 0 }]).at(4)[0].text, '1e-5');
  });

  it('show losses below zero', () => {
    const likelihood = curveRunOf('only', straight(1, -3, 50));
    const [figure] = shapeCurves({ ...input, runs: [likelihood], definitions: [definitionOf()] }, RAW).figures;
    assert.ok(figure.y.domain[0] <= -3);
  });

  it('say in which row a loss became NaN', () => {
    const rows = curveRunOf('only', [3, 2, NaN], { facts: { ...NO_FACTS, unit: 'row' } });
    const [figure] = shapeCurves({ ...input, runs: [rows], definitions: [definitionOf()] }).figures;
    assert.deepEqual(
      figure.clippings.map(({ kind, texts }) => [kind, texts[0] ?? '']),
      [['nan', 'training: NaN in row 2']],
    );
  });
});

describe('runs that appear later', () => {
  it('keep the places of the variants that were there', () => {
    const variants = ['a', 'b'].map((id): Variant => ({ id, label: id, values: {} }));
    const [first, second] = variants.map(({ id }) => curveRunOf(id, [3, 2, 1]));
    const definitions = [definitionOf()];
    const before = shapeCurves({ variants: variants.slice(0, 1), runs: [first], definitions }, RAW);
    const after = shapeCurves({ variants, runs: [first, second], definitions }, RAW);
    assert.deepEqual(
      after.figures[0].main.filter(({ variant }) => variant === 0),
      before.figures[0].main,
    );
    assert.equal(after.variants.length, 2);
  });

  it('are not needed for a figure to be drawn', () => {
    const { figures } = shapeCurves({ variants: [], runs: [], definitions: [definitionOf()] });
    assert.deepEqual(figures[0].main, []);
    assert.ok(figures[0].x.domain.every(Number.isFinite) && figures[0].y.domain.every(Number.isFinite));
  });
});

describe('marks of a figure', function () {
  this.timeout(20_000);
  const marks: readonly FigureMark[] = [
    { from: 20, to: 60, label: 'oscillates', severity: 'warning' },
    { from: 80, to: 80, label: 'explodes', severity: 'error' },
  ];
  const curves = shapeCurves({
    variants: [ONLY],
    runs: [curveRunOf('only', straight(2, 1, 101))],
    definitions: [definitionOf({ marks })],
  });

  it('are drawn with their text and a shape for their severity', async () => {
    const { svg, view, complaints } = await draw(curves, 'figure');
    assert.deepEqual(complaints, []);
    const texts = textsOf(svg);
    assert.equal(texts.find(({ text }) => text === 'oscillates')?.colour, '#8a5a00');
    assert.equal(texts.find(({ text }) => text === 'explodes')?.colour, '#b3261e');
    assert.equal((view.data('marks') as unknown[]).length, 2);
    const shapes = [...svg.matchAll(/<g class="mark-symbol[^"]*"[^>]*>(.*?)<\/g>/gs)].filter(([, content]) => content);
    assert.ok(shapes.length >= 2, 'one for each severity');
  });

  it('have a row each for their texts', () => {
    const rows = layOut(curves.figures[0], curves.variants, 900).marks.map(({ textY }) => textY);
    assert.equal(new Set(rows).size, 2);
  });

  it('are cut at the part that is seen, and left out beyond it', () => {
    const zooms = { figure: { x: [40, 70] as const, y: [0, 3] as const } };
    const [zoomed] = shapeCurves(
      {
        variants: [ONLY],
        runs: [curveRunOf('only', straight(2, 1, 101))],
        definitions: [definitionOf({ marks })],
      },
      { ...RAW, zooms },
    ).figures;
    assert.deepEqual(
      layOut(zoomed, curves.variants, 900).marks.map(({ from, to, label }) => [from, to, label]),
      [[40, 60, 'oscillates']],
    );
  });
});
