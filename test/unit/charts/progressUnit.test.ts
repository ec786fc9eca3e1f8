import assert from 'node:assert/strict';
import { offeredUnits } from '../../../src/charts/progressUnit.ts';
import { DEFAULT_VIEW } from '../../../src/charts/view.ts';
import { shapeCurves } from '../../../src/charts/curves.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import { seriesOf } from './samples.ts';
import { curveRunOf, definitionOf } from './inputs.ts';

describe('what curves are drawn along', () => {
  const STEPS = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
  const run = (variant: string, batchSize: number | null, stepsPerEpoch: number | null = 4) =>
    curveRunOf(
      variant,
      STEPS.map((step) => 2 / (1 + step)),
      { facts: { ...NO_FACTS, batchSize, stepsPerEpoch } },
    );
  const variants = ['a', 'b'].map((id) => ({ id, label: id, values: {} }));
  const figureAlong = (unit: 'epoch' | 'samples', timeScale: 'linear' | 'log' = 'linear') =>
    shapeCurves(
      { variants, runs: [run('a', 64), run('b', 128)], definitions: [definitionOf()] },
      { ...DEFAULT_VIEW, unit, timeScale, smoothingWindow: 0 },
    ).figures[0];

  it('is offered where all runs that are shown know it', () => {
    assert.deepEqual(offeredUnits([run('a', 64), run('b', 128)], []), ['step', 'epoch', 'samples']);
    assert.deepEqual(offeredUnits([run('a', 64), run('b', null)], []), ['step', 'epoch']);
    assert.deepEqual(offeredUnits([run('a', 64), run('b', null)], ['b']), ['step', 'epoch', 'samples']);
    assert.deepEqual(offeredUnits([run('a', 64), run('b', 64, 5)], []), ['step', 'samples']);
    const seconds = seriesOf(STEPS.map((step) => [step, step / 10]));
    const timed = { ...run('a', null, null), series: { ...run('a', null).series, seconds } };
    assert.deepEqual(offeredUnits([timed], []), ['step', 'seconds']);
    const epochs = { ...run('a', 64), facts: { ...NO_FACTS, batchSize: 64, unit: 'epoch' as const } };
    assert.deepEqual(offeredUnits([epochs], []), ['step']);
    assert.deepEqual(offeredUnits([], []), ['step']);
  });

  it('can be the samples, so that runs of other batch sizes are seen after as much work', () => {
    const { x, main } = figureAlong('samples');
    assert.equal(x.title, 'training samples');
    assert.deepEqual(x.domain, [0, 8 * 128]);
    const lastOf = (variant: number) => main.filter((point) => point.variant === variant).at(-1)?.x;
    assert.deepEqual([lastOf(0), lastOf(1)], [8 * 64, 8 * 128]);
  });

  it('can be the epochs, of which a step is a part', () => {
    const { x, main } = figureAlong('epoch');
    assert.equal(x.title, 'epoch');
    assert.deepEqual(x.domain, [0, 2]);
    assert.deepEqual(
      main.filter(({ variant }) => variant === 0).map((point) => point.x),
      STEPS.map((step) => step / 4),
    );
  });

  it('begins with the first step on a logarithmic axis', () => {
    assert.deepEqual(figureAlong('epoch', 'log').x.domain, [0.25, 2]);
    assert.deepEqual(figureAlong('samples', 'log').x.domain, [64, 8 * 128]);
  });
});
