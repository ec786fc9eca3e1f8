import assert from 'node:assert/strict';
import { mersenne } from 'pure-rand/generator/mersenne';
import { initialValues, shuffle } from '../../../src/training/initialization.ts';

const TENSOR = { name: 'dense1.weight', shape: [64, 400], fanIn: 400 };

describe('initialValues', () => {
  const values = initialValues(TENSOR, mersenne(1));

  it('are uniform in ±1 / sqrt(fan-in)', () => {
    assert.equal(values.length, 64 * 400);
    const bound = 1 / 20;
    assert.ok(values.every((value) => Math.abs(value) <= bound));
    // The mean of 25,600 uniform values has a standard deviation of bound / sqrt(3 n); the limit is four of them. Variance: bound² / 3.
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    assert.ok(Math.abs(mean) < (4 * bound) / Math.sqrt(3 * values.length), `mean ${mean}`);
    assert.ok(Math.abs(variance / (bound ** 2 / 3) - 1) < 0.03, `variance ${variance}`);
    assert.ok(Math.max(...values) > 0.99 * bound && Math.min(...values) < -0.99 * bound);
  });

  it('are the same for the same seed and different for another one', () => {
    assert.deepEqual(initialValues(TENSOR, mersenne(1)), values);
    assert.notDeepEqual(initialValues(TENSOR, mersenne(2)), values);
  });
});

describe('shuffle', () => {
  const shuffled = (seed: number, length: number): number[] => {
    const order = Uint32Array.from({ length }, (_, index) => index);
    shuffle(order, mersenne(seed));
    return [...order];
  };

  it('keeps every entry once', () => {
    assert.deepEqual(
      [...shuffled(1, 1000)].sort((a, b) => a - b),
      Array.from({ length: 1000 }, (_, index) => index),
    );
  });

  it('makes every permutation equally likely', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++)
      counts.set(shuffled(seed, 3).join(''), (counts.get(shuffled(seed, 3).join('')) ?? 0) + 1);
    // Six permutations, 1,000 expected each: chi-squared with 5 degrees of freedom exceeds 20.5 once in a thousand.
    assert.equal(counts.size, 6);
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    assert.ok(chiSquared < 20.5, `chi-squared ${chiSquared}`);
  });
});
