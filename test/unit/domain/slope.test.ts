import assert from 'node:assert/strict';
import { bestRate } from '../../../src/domain/bestRate.ts';
import { fitLine } from '../../../src/domain/leastSquares.ts';

const close = (actual: number, expected: number, within = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) < within, `${actual} is not ${expected}`);

describe('a fitted line', () => {
  it('has the slope and the interval of a textbook example', () => {
    // y = 1.2, 1.9, 3.2, 4.1, 4.6 at x = 1 … 5: slope 0.9, squared residuals 0.16, s² = 0.16 / 3, t = 3.1824.
    const { slope, intercept, interval } = fitLine([1.2, 1.9, 3.2, 4.1, 4.6].map((y, index) => ({ x: index + 1, y })))!;
    close(slope, 0.9);
    close(intercept, 0.3);
    close(interval![1] - slope, 3.18245 * Math.sqrt(0.16 / 3 / 10), 1e-5);
    close(slope - interval![0], interval![1] - slope);
  });

  it('has no interval through two points, and is none through one place', () => {
    assert.deepEqual(
      fitLine([
        { x: 0, y: 1 },
        { x: 2, y: 5 },
      ]),
      { slope: 2, intercept: 1, interval: null },
    );
    assert.equal(
      fitLine([
        { x: 1, y: 1 },
        { x: 1, y: 2 },
      ]),
      null,
    );
    assert.equal(fitLine([]), null);
  });
});

describe('the best rate', () => {
  it('is the lowest point of a parabola over the logarithm, wherever it was tried', () => {
    for (const rates of [
      [1e-3, 1e-2, 1e-1],
      [2e-3, 1e-2, 0.3],
    ]) {
      const tried = rates.map((rate) => ({ rate, score: (Math.log(rate) - Math.log(0.015)) ** 2 + 1 }));
      close(bestRate(tried)!.rate, 0.015, 1e-12);
    }
  });

  it('is one that was tried where its neighbour diverged or is missing', () => {
    const tried = [
      { rate: 1, score: Infinity },
      { rate: 0.1, score: 1 },
      { rate: 0.01, score: 2 },
    ];
    assert.deepEqual(bestRate(tried), { rate: 0.1, isBracketed: true });
    assert.deepEqual(bestRate(tried.slice(1)), { rate: 0.1, isBracketed: false });
    assert.equal(bestRate(tried.slice(0, 1)), null);
  });
});
