import assert from 'node:assert/strict';
import { median, pairedRatios, summarize } from '../../bench/statistics.ts';

describe('statistics of measurements', () => {
  it('takes the middle value, or the mean of the middle two', () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([4, 1, 2, 100]), 3);
    assert.equal(median([7]), 7);
  });

  it('sorts numerically, and doesn’t change its argument', () => {
    const values = [100, 9, 20];
    assert.equal(median(values), 20);
    assert.deepEqual(values, [100, 9, 20]);
  });

  it('rejects an empty list', () => {
    assert.throws(() => median([]), RangeError);
  });

  it('has the spread', () => {
    assert.deepEqual(summarize([3, 1, 2]), { median: 2, lowest: 1, highest: 3 });
  });

  it('divides pair by pair', () => {
    assert.deepEqual(pairedRatios([10, 4, 6], [5, 2, 3]), [2, 2, 2]);
    assert.throws(() => pairedRatios([1, 2], [1]), /2 measurements cannot be paired with 1/);
  });
});
