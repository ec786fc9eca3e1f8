import assert from 'node:assert/strict';
import { firstNonFinite, valueAt, withDetail } from '../../../src/domain/series.ts';
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

describe('a series with a part in more detail', () => {
  const line = (steps: number[], means?: number[]): Series => ({
    steps: Float64Array.from(steps),
    values: Float64Array.from(steps),
    ...(means && { means: Float64Array.from(means) }),
  });

  it('has all points of the part, and its own before and after', () => {
    const whole = line([0, 10, 20, 30, 40]);
    assert.deepEqual([...withDetail(whole, line([10, 12, 15, 30])).steps], [0, 10, 12, 15, 30, 40]);
    assert.deepEqual([...withDetail(whole, line([-1, 5])).steps], [-1, 5, 10, 20, 30, 40]);
    assert.deepEqual([...withDetail(whole, line([35, 50])).steps], [0, 10, 20, 30, 35, 50]);
    assert.equal(withDetail(whole, line([])), whole);
  });

  it('keeps the means of its buckets, and has the values themselves where there are none', () => {
    const { means } = withDetail(line([0, 10, 20], [1, 2, 3]), line([9, 10, 11]));
    assert.deepEqual([...means!], [1, 9, 10, 11, 3]);
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
