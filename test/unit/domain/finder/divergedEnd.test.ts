import assert from 'node:assert/strict';
import { withRise } from '../../../../src/domain/finder/divergedEnd.ts';
import { findRate } from '../../../../src/domain/finder/findRate.ts';
import type { RatePoint } from '../../../../src/domain/finder/medianCurve.ts';

/** A loss that falls from 6 to 0.2 and explodes in the last step. */
const EXPLODING: RatePoint[] = Array.from({ length: 400 }, (_, index): RatePoint => {
  const rate = 10 ** (-5 + index / 80);
  return [rate, index < 399 ? 0.2 + 5.8 / (1 + (rate / 0.01) ** 2) : 6.1];
});

describe('a range test that was stopped when the loss diverged', () => {
  it('shows a rise, however fast the loss exploded', () => {
    assert.equal(findRate([EXPLODING], 'sgd'), 'never-diverged');
    const found = findRate([withRise(EXPLODING)], 'sgd');
    assert.ok(typeof found === 'object' && found.rate > 0.01 && found.rate < 1, JSON.stringify(found));
  });

  it('goes on where the loss was not finite', () => {
    const broken = [...EXPLODING.slice(0, 399), [1, NaN] as const];
    assert.ok(withRise(broken).length > 400);
    assert.ok(withRise(broken).every(([, loss]) => Number.isFinite(loss)));
  });

  it('stays as it is where it ended for another reason', () => {
    const ended = EXPLODING.slice(0, 300);
    assert.equal(withRise(ended), ended);
    assert.deepEqual(withRise([]), []);
  });
});
