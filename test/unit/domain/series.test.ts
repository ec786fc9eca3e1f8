import assert from 'node:assert/strict';
import { firstNonFinite, valueAt } from '../../../src/domain/series.ts';
import type { Series } from '../../../src/domain/series.ts';

describe('valueAt', () => {
  const rates: Series = { steps: Float64Array.of(1, 5, 9), values: Float64Array.of(0.1, 0.2, 0.3) };

  it('is the last value at or before a step, none before the first', () => {
    assert.deepEqual(
      [0, 1, 4, 5, 100].map((step) => valueAt(rates, step)),
      [null, 0.1, 0.1, 0.2, 0.3],
    );
  });
});

describe('firstNonFinite', () => {
  const at = (...values: number[]) =>
    firstNonFinite({ steps: Float64Array.from(values, (_, index) => 10 * index), values: Float64Array.from(values) });

  it('is the first value that is NaN or infinite, with its step', () => {
    assert.deepEqual(at(1, NaN, Infinity), { step: 10, value: NaN });
    assert.deepEqual(at(1, 2, -Infinity), { step: 20, value: -Infinity });
  });

  it('is null where all values are finite, or there are none', () => {
    assert.deepEqual([at(1, 2), at()], [null, null]);
  });
});
