import assert from 'node:assert/strict';
import { findSteepest } from '../../../src/kinds/rangeTest/steepest.ts';
import type { RatePoint, Steepest } from '../../../src/kinds/rangeTest/steepest.ts';
import { randomNumbers } from '../../support/engine.ts';
import { trainingCurve } from './rangeTestCurves.ts';

/** Rates from 1e-7 to 10 with the same factor between any two. */
function points(loss: (rate: number) => number, steps = 200): RatePoint[] {
  return Array.from({ length: steps }, (_, step) => {
    const rate = 1e-7 * 1e8 ** (step / (steps - 1));
    return [rate, loss(rate)] as const;
  });
}

function steepest(all: readonly RatePoint[]): Steepest {
  const found = findSteepest(all);
  if (typeof found === 'string') assert.fail(found);
  return found;
}

/** Decades between the rate that is found and the one that is right. */
const miss = (all: readonly RatePoint[], right: number): number => Math.abs(Math.log10(steepest(all).rate / right));

describe('findSteepest', () => {
  for (const right of [1e-4, 3e-3, 0.1]) {
    it(`finds the steepest point at ${right}`, () => assert.ok(miss(points(trainingCurve(right)), right) < 0.1));
  }

  it('does not depend on the number of steps', () => {
    for (const steps of [60, 200, 1000])
      assert.ok(miss(points(trainingCurve(3e-3), steps), 3e-3) < 0.15, `${steps} steps`);
  });

  it('is within a third of a decade on 200 noisy curves', () => {
    const random = randomNumbers(7);
    const misses = Array.from({ length: 200 }, () => {
      const curve = trainingCurve(3e-3);
      // Two uniform numbers: noise of a standard deviation of 0.08.
      return miss(
        points((rate) => curve(rate) + 0.2 * (random() + random() - 1)),
        3e-3,
      );
    });
    assert.ok(Math.max(...misses) < 1 / 3, `${Math.max(...misses)} decades`);
  });

  it('is not misled by a spike or a dip at the start', () => {
    for (const odd of [9, 0.5]) {
      const noisy = points(trainingCurve(3e-3)).map(([rate, loss], step): RatePoint => [rate, step === 3 ? odd : loss]);
      assert.ok(miss(noisy, 3e-3) < 0.1, `${odd}`);
    }
  });

  it('is not misled by a loss that shoots up at the end, or breaks', () => {
    for (const end of [1e6, NaN, Infinity]) {
      const broken = points((rate) => (rate > 0.5 ? end : trainingCurve(3e-3)(rate)));
      assert.ok(miss(broken, 3e-3) < 0.1, `${end}`);
    }
  });

  it('lies before the minimum, even where a broken network falls from a peak', () => {
    const peak = (rate: number): number => (rate < 0.3 ? trainingCurve(3e-3)(rate) : rate < 1 ? 4 : 2.3);
    const { rate, lowest } = steepest(points(peak));
    assert.ok(rate < lowest && Math.abs(Math.log10(rate / 3e-3)) < 0.1, `${rate}, lowest at ${lowest}`);
  });

  it('says when the loss is lowest at the end of the range', () => {
    const all = points(trainingCurve(3e-3)).filter(([rate]) => rate < 0.01);
    assert.equal(steepest(all).edge, 'high');
    assert.equal(steepest(points(trainingCurve(3e-3))).edge, null);
  });

  it('says when the loss falls fastest at its beginning', () => {
    assert.equal(steepest(points((rate) => 2.3 - 0.3 * Math.sqrt(Math.log10(rate) + 7))).edge, 'low');
  });

  it('refuses a flat loss and too few points', () => {
    assert.equal(findSteepest(points(() => 2.3)), 'never-fell');
    assert.equal(findSteepest(points(trainingCurve(3e-3)).slice(0, 19)), 'too-few-points');
    assert.equal(findSteepest([]), 'too-few-points');
  });
});
