import assert from 'node:assert/strict';
import { pairedDifference } from '../../../src/domain/pairedDifference.ts';
import { studentProbability, studentQuantile } from '../../../src/domain/studentT.ts';

describe("Student's t distribution", () => {
  // From the table of Fisher & Yates, as statistics textbooks print it.
  const rows: [freedom: number, at95: number, at99: number][] = [
    [1, 12.706, 63.657],
    [2, 4.303, 9.925],
    [3, 3.182, 5.841],
    [4, 2.776, 4.604],
    [5, 2.571, 4.032],
    [10, 2.228, 3.169],
    [29, 2.045, 2.756],
    [120, 1.98, 2.617],
  ];
  for (const [freedom, at95, at99] of rows) {
    it(`has the quantiles of the tables for ${freedom} degrees of freedom`, () => {
      assert.ok(Math.abs(studentQuantile(0.95, freedom) - at95) < 6e-4, String(studentQuantile(0.95, freedom)));
      assert.ok(Math.abs(studentQuantile(0.99, freedom) - at99) < 6e-4, String(studentQuantile(0.99, freedom)));
    });
  }

  it('is that of Cauchy for one degree of freedom', () => {
    assert.ok(Math.abs(studentProbability(1, 1) - 0.5) < 1e-12);
  });
});

describe('a paired difference', () => {
  it('has the interval of a paired t test', () => {
    const { mean, low, high } = pairedDifference([1, 2, 3])!;
    // 2 ± 4.3027 · 1 / √3
    assert.deepEqual([mean, low.toFixed(3), high.toFixed(3)], [2, '-0.484', '4.484']);
  });

  it('is certain where all seeds differ alike', () =>
    assert.deepEqual(pairedDifference([1, 1]), { mean: 1, low: 1, high: 1 }));

  it('is unknown for a single seed, and where a run diverged', () => {
    assert.equal(pairedDifference([1]), null);
    assert.equal(pairedDifference([1, Infinity]), null);
  });
});
