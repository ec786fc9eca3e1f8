import assert from 'node:assert/strict';
import { sparkline } from '../../../src/cli/sparkline.ts';

describe('a curve as a line of text', () => {
  it('has a bar for each value where there is room, and for the mean of equal shares where there is none', () => {
    assert.equal(sparkline([7, 3, 0], 10), '█▄▁');
    assert.equal(sparkline([8, 6, 0, 0], 2), '█▁');
  });

  it('marks values that are not finite, and leaves the others their height', () => {
    assert.equal(sparkline([1, NaN, 0, Infinity], 4), '█×▁×');
    assert.equal(sparkline([NaN], 4), '×');
  });

  it('is flat for a constant and empty without values', () => {
    assert.equal(sparkline([2, 2], 4), '▁▁');
    assert.equal(sparkline([], 4), '');
  });
});
