import assert from 'node:assert/strict';
import { hasLossOfEachStep, median, scoreError, scoreOf, scoreSoFar } from '../../../src/domain/score.ts';

const losses = (...values: number[]): Float64Array => Float64Array.from(values);

describe('scoreOf', () => {
  it('averages the last tenth of the losses', () => {
    assert.equal(scoreOf(losses(...Array<number>(18).fill(9), 1, 3), false), 2);
    assert.equal(
      scoreOf(losses(...Array<number>(360).fill(9), ...Array<number>(20).fill(1), ...Array<number>(20).fill(3)), true),
      2,
    );
  });

  it('averages twenty losses of single steps, of fewer than forty the second half', () => {
    assert.equal(scoreOf(losses(...Array<number>(80).fill(9), ...Array<number>(20).fill(1)), true), 1);
    assert.equal(scoreOf(losses(...Array<number>(79).fill(9), 21, ...Array<number>(20).fill(1)), true), 1);
    assert.equal(scoreOf(losses(9, 9, 9, 1, 3), true), 2);
  });

  it('takes the last loss of a few', () => {
    assert.equal(scoreOf(losses(3, 2, 1), false), 1);
    assert.equal(scoreOf(losses(3, 2, 1), true), 1);
    assert.equal(scoreOf(losses(3), true), 3);
  });

  it('is infinite if any loss is not finite, however early', () => {
    assert.equal(scoreOf(losses(1, NaN, 1), true), Infinity);
    assert.equal(scoreOf(losses(1, Infinity), false), Infinity);
  });
});

describe('hasLossOfEachStep', () => {
  it('tells losses of single steps from those logged now and then, of epochs and of rows', () => {
    assert.equal(hasLossOfEachStep(1, 100, 100, 'step'), true);
    assert.equal(hasLossOfEachStep(10, 1000, 100, 'step'), false);
    assert.equal(hasLossOfEachStep(1, 100, 100, 'epoch'), false);
    assert.equal(hasLossOfEachStep(1, 100, 100, 'row'), false);
  });
});

describe('scoreSoFar', () => {
  it('is the score that the run would have if it ended now; the loss before training is no part of it', () => {
    for (const count of [1, 2, 9, 10, 32, 157]) {
      const values = Float64Array.from({ length: count + 1 }, (_, step) => 1 / (step + 1));
      const steps = values.map((_, step) => step);
      assert.equal(scoreSoFar({ steps, values }, 'step'), scoreOf(values.subarray(1), true), `after ${count} steps`);
    }
  });

  it('is unknown before the first update', () => {
    assert.ok(Number.isNaN(scoreSoFar({ steps: losses(), values: losses() }, 'step')));
    assert.ok(Number.isNaN(scoreSoFar({ steps: losses(0), values: losses(2.3) }, 'step')));
  });
});

describe('scoreError', () => {
  it('is the standard error of the mean of the losses that the score averages', () => {
    // 1 and 3: standard deviation √2, divided by √2.
    assert.ok(Math.abs(scoreError(losses(...Array<number>(18).fill(9), 1, 3), false)! - 1) < 1e-12);
  });

  it('is unknown for a single loss, and where the score is infinite', () => {
    assert.equal(scoreError(losses(3, 2, 1), true), null);
    assert.equal(scoreError(losses(NaN, ...Array<number>(30).fill(1)), true), null);
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
