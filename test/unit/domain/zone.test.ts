import assert from 'node:assert/strict';
import { goldilocksZone, median, scoreOf } from '../../../src/domain/zone.ts';
import type { RateOutcome } from '../../../src/domain/zone.ts';

const outcome = (learningRate: number, ...scores: number[]): RateOutcome => ({
  learningRate,
  scores,
  initialLosses: scores.map(() => 2.3),
});

describe('scoreOf', () => {
  it('averages the last tenth of the steps', () => {
    assert.equal(scoreOf([...Array<number>(18).fill(9), 1, 3]), 2);
  });
  it('takes the last step of a run of a few steps', () => assert.equal(scoreOf([3, 2, 1]), 1));
  it('is infinite if any loss is not finite', () => {
    assert.equal(scoreOf([1, NaN, 1]), Infinity);
    assert.equal(scoreOf([1, Infinity]), Infinity);
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

describe('goldilocksZone', () => {
  it('spans the contiguous rates whose score is at most best + 0.15 (initial - best)', () => {
    // best 0.1, initial 2.3: the limit is 0.43
    const zone = goldilocksZone([
      outcome(1e-4, 0.9),
      outcome(1e-3, 0.42),
      outcome(1e-2, 0.1),
      outcome(3e-2, 0.44),
      outcome(0.1, 0.2),
    ]);
    assert.deepEqual(zone, { low: 1e-3, best: 1e-2, high: 1e-2 });
  });
  it('does not depend on the order of the rates', () => {
    assert.deepEqual(goldilocksZone([outcome(0.1, 2.3), outcome(1e-4, 0.3), outcome(0.01, 0.2)]), {
      low: 1e-4,
      best: 0.01,
      high: 0.01,
    });
  });
  it('goes by the median over the seeds, so that one collapsed seed does not decide', () => {
    assert.equal(goldilocksZone([outcome(0.01, 0.1, 2.3, 0.1), outcome(0.001, 0.2, 0.2, 0.2)])?.best, 0.01);
    assert.equal(goldilocksZone([outcome(0.01, Infinity, 2.3, 0.1), outcome(0.001, 0.2, 0.2, 0.2)])?.best, 0.001);
  });
  it('does not exist when nothing was learned, nothing finished, or everything broke', () => {
    assert.equal(goldilocksZone([outcome(1e-7, 2.29), outcome(1e-6, 2.28)]), null);
    assert.equal(goldilocksZone([]), null);
    assert.equal(goldilocksZone([outcome(1, Infinity)]), null);
    assert.equal(goldilocksZone([{ learningRate: 1, scores: [], initialLosses: [] }]), null);
  });
});
