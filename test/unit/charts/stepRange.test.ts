import assert from 'node:assert/strict';
import { stepRange } from '../../../src/charts/stepRange.ts';
import { NO_FACTS } from '../../../src/domain/runFacts.ts';
import type { RunSeries } from '../../../src/domain/series.ts';
import type { FigureX } from '../../../src/kinds/figureDefinition.ts';

describe('the steps in a part of an axis', () => {
  const axis = (kind: FigureX, unit: 'step' | 'epoch' = 'step') => ({ kind, unit, stepsPerEpoch: 100 });
  const run = (series: RunSeries, batchSize: number | null = null) => ({ facts: { ...NO_FACTS, batchSize }, series });
  const seconds = { steps: Float64Array.of(0, 100, 200, 300), values: Float64Array.of(0, 1, 2, 3) };

  it('are the ends themselves, or those of the epochs', () => {
    assert.deepEqual(stepRange([5, 9], axis('step'), []), [5, 9]);
    assert.deepEqual(stepRange([0.5, 2], axis('epoch'), []), [50, 200]);
    assert.deepEqual(stepRange([1, 2], axis('epoch', 'epoch'), []), [1, 2]);
    assert.equal(stepRange([1, 2], { ...axis('epoch'), stepsPerEpoch: null }, []), null);
  });

  it('are those in which any run has seen these samples', () => {
    assert.deepEqual(stepRange([640, 1280], axis('samples'), [run({}, 64), run({}, 128), run({})]), [5, 20]);
    assert.equal(stepRange([640, 1280], axis('samples'), [run({})]), null);
  });

  it('are those that any run took in these seconds', () => {
    const slow = { ...seconds, values: seconds.values.map((second) => 2 * second) };
    assert.deepEqual(stepRange([1.5, 2.5], axis('seconds'), [run({ seconds }), run({ seconds: slow })]), [0, 300]);
    assert.deepEqual(stepRange([-1, 99], axis('seconds'), [run({ seconds }), run({})]), [0, 300]);
    assert.equal(stepRange([1, 2], axis('seconds'), [run({})]), null);
  });

  it('are none on an axis of rates', () => {
    assert.equal(stepRange([1e-3, 1], axis('rate'), [run({ seconds })]), null);
  });
});
