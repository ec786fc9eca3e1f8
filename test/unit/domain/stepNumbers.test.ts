import assert from 'node:assert/strict';
import { formatStep, roundStep } from '../../../src/domain/format.ts';

describe('the number of a step', () => {
  it('keeps parts of an epoch, with few digits', () => {
    assert.deepEqual(
      [0, 7, 1_234_567, 0.7680491551459293, 2.3076923, 0.00123].map(roundStep),
      [0, 7, 1_234_567, 0.77, 2.31, 0.0012],
    );
  });

  it('has commas where it is a whole one', () => {
    assert.deepEqual([null, NaN, 0, 1200, 0.13, 3.12].map(formatStep), ['–', '–', '0', '1,200', '0.13', '3.12']);
  });
});
