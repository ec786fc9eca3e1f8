import assert from 'node:assert/strict';
import { figureCsv } from '../../../src/charts/csv.ts';
import { figureTable } from '../../../src/charts/figureTable.ts';
import { openableAt } from '../../../src/charts/openable.ts';
import { FigureReader } from '../../../src/charts/reading.ts';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { batchSizesChoice } from '../../../src/kinds/batchSizes/choice.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { trained } from '../../support/comparisons.ts';
import { curvesAs, curvesFor, draw, figureNamed, textsOf } from './draw.ts';

const NAME = 'lossByRateAndBatchSize';
const CHOICE = batchSizesChoice(presetChoice(SLOW_FAST_FURIOUS), [16, 64], [1e-3, 1e-2, 1e-1, 1], 'images');

/** Best at 0.01 for batch 16 and at 0.1 for batch 64; the highest rate diverges. */
function grid(): ExperimentOverview {
  return trained('batch-sizes', CHOICE, ({ batchSize, learningRate }) => {
    if (learningRate === 1) return NaN;
    return 0.1 * 4 ** Math.abs(Math.log10(learningRate / (batchSize === 16 ? 0.01 : 0.1)));
  });
}

describe('a heat map', function () {
  this.timeout(30_000);

  it('has a cell a variant, which ends halfway to its neighbours', () => {
    const { heatMap, x, y } = figureNamed(curvesFor(grid()), NAME);
    assert.equal(heatMap!.cells.length, 8);
    const [first] = heatMap!.cells;
    const rounded = [first.left, first.right, first.bottom, first.top].map((edge) => Number(edge.toPrecision(6)));
    assert.deepEqual(
      rounded,
      [1e-3 / Math.sqrt(10), 1e-3 * Math.sqrt(10), 8, 32].map((edge) => Number(edge.toPrecision(6))),
    );
    assert.deepEqual(y.ticks, [16, 64]);
    assert.deepEqual(
      [...x.domain, ...y.domain].map((end) => Number(end.toPrecision(3))),
      [3.16e-4, 3.16, 8, 128],
    );
  });

  it('is strongest at the best loss, and empty where runs diverged', () => {
    const { cells } = figureNamed(curvesFor(grid()), NAME).heatMap!;
    const at = (batchSize: number, rate: number) => cells.find(({ x, y }) => x === rate && y === batchSize)!;
    assert.deepEqual([at(16, 0.01).quality, at(16, 0.01).label], [1, '0.1']);
    assert.ok(at(16, 1e-3).quality < 1 && at(16, 1e-3).quality > at(64, 1e-3).quality);
    assert.deepEqual([at(16, 1).quality, at(16, 1).label, at(16, 1).loss], [0, '×', null]);
  });

  it('opens the variant of the cell that is clicked', () => {
    const figure = figureNamed(curvesFor(grid()), NAME);
    const places = {
      pixelOfX: (rate: number): number => 100 * Math.log10(rate),
      pixelOfY: (batch: number): number => -100 * Math.log2(batch),
    };
    for (const { left, top, variant } of figure.heatMap!.cells) {
      const [x, y] = [places.pixelOfX(left) + 5, places.pixelOfY(top) + 5];
      assert.deepEqual(openableAt(figure, places, x, y), { variant, run: null });
    }
    assert.equal(openableAt(figure, places, 5000, 0), null);
  });

  it('is read at the rates that were tried, as a table, and as comma-separated values', () => {
    const curves = curvesFor(grid());
    const figure = figureNamed(curves, NAME);
    const reader = new FigureReader(figure, curves.variants);
    assert.equal(reader.snap(0.013), 0.01);
    assert.deepEqual(
      reader.at(0.01).map(({ name, text }) => [name, text]),
      [
        ['0.01 batch 64', '0.4'],
        ['0.01 batch 16', '0.1'],
      ],
    );
    const { columns, rows } = figureTable(figure, curves.variants);
    assert.deepEqual(
      [columns, rows.length, rows[1]],
      [['learning rate', 'final training loss'], 8, ['0.01 batch 16', '0.1']],
    );
    const lines = figureCsv(figure, curves.variants).split('\n');
    assert.equal(lines[0], 'line,batch_size,seed,learning_rate,final_training_loss');
    assert.match(lines[2], /^cell,16,,0\.01,0\.1/);
  });

  it('leaves out the cells of a batch size that is hidden, and keeps its axes', () => {
    const hidden = grid().variants.flatMap(({ id, values }) => (values.batchSize === 64 ? id : []));
    const all = figureNamed(curvesFor(grid()), NAME);
    const some = figureNamed(curvesAs(grid(), { hidden }), NAME);
    assert.deepEqual([some.heatMap!.cells.length, some.x, some.y], [4, all.x, all.y]);
  });

  it('draws cells with numbers, the fitted line beside both rules, and the best rates', async () => {
    const curves = curvesFor(grid());
    const { svg, complaints } = await draw(curves, NAME);
    assert.deepEqual(complaints, []);
    const texts = textsOf(svg).map(({ text }) => text);
    assert.equal(texts.filter((text) => text === '×').length, 4, 'of two cells, each with a halo');
    assert.ok(
      ['16', '64'].every((size) => texts.includes(size)),
      texts.join(),
    );
    const dashes = [...svg.matchAll(/stroke-dasharray="([\d,]+)"/g)].map(([, dash]) => dash);
    assert.deepEqual(
      new Set(dashes.filter((dash) => ['8,5', '2,4', '1,0'].includes(dash))),
      new Set(['8,5', '2,4', '1,0']),
    );
    assert.equal(figureNamed(curves, NAME).heatMap!.bests.length, 2);
  });

  it('draws no line before a slope is known', () => {
    const { heatMap } = figureNamed(curvesFor(trained('batch-sizes', CHOICE, () => null)), NAME);
    assert.deepEqual(heatMap, { valueTitle: 'final training loss', cells: [], guides: [], bests: [] });
  });
});
