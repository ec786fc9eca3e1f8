import assert from 'node:assert/strict';
import { median, scoreError, scoreOf } from '../../../src/domain/score.ts';

const losses = (...values: number[]): Float64Array => Float64Array.from(values);

describe('scoreOf', () => {
  it('averages the last tenth of the steps', () => {
    assert.equal(scoreOf(losses(...Array<number>(18).fill(9), 1, 3)), 2);
  });

  it('takes the last step of a run of a few steps', () => assert.equal(scoreOf(losses(3, 2, 1)), 1));

  it('is infinite if any loss is not finite, however early', () => {
    assert.equal(scoreOf(losses(1, NaN, 1)), Infinity);
    assert.equal(scoreOf(losses(1, Infinity)), Infinity);
  });
});

describe('scoreError', () => {
  it('is the standard error of the mean of the last tenth', () => {
    // 1 and 3: standard deviation √2, divided by √2.
    assert.ok(Math.abs(scoreError(losses(...Array<number>(18).fill(9), 1, 3))! - 1) < 1e-12);
  });

  it('is unknown for a single loss, and where the score is infinite', () => {
    assert.equal(scoreError(losses(3, 2, 1)), null);
    assert.equal(scoreError(losses(NaN, ...Array<number>(30).fill(1))), null);
  });
});

describe('median', () => {
  it('is the middle value, or the mean of the two middle ones', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.equal(median([1, Infinity, 2]), 2);
    assert.ok(Number.isNaN(median([])));
  });
});
