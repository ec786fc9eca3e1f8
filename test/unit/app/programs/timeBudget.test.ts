import assert from 'node:assert/strict';
import { TimeBudget } from '../../../../src/app/programs/timeBudget.ts';

describe('the time that the runs of a program may take', () => {
  it('is enough for another run as long as the median of the earlier ones', () => {
    let now = 1000;
    const budget = new TimeBudget(1, () => now);
    const run = (seconds: number): void => {
      const end = budget.startRun();
      now += seconds * 1000;
      end();
    };
    assert.equal(budget.isEnough, true);
    run(10);
    run(2);
    run(20);
    assert.deepEqual([budget.left, budget.isEnough], [28_000, true]);
    run(18);
    assert.deepEqual([budget.left, budget.isEnough], [10_000, false]);
    run(30);
    assert.deepEqual([budget.left, budget.isEnough], [0, false]);
  });

  it('is used up even if no run has ended', () => {
    let now = 0;
    const budget = new TimeBudget(0.5, () => now);
    now = 30_000;
    assert.equal(budget.isEnough, false);
  });
});
