import assert from 'node:assert/strict';
import { BoundedSeries, EXACT_VALUES, MAX_BUCKETS } from '../../../src/domain/boundedSeries.ts';
import { bucketsBetween } from '../../../src/domain/buckets.ts';

/** A series of values at the steps 0, 1, 2, … */
function grow(count: number, valueAt: (step: number) => number): BoundedSeries {
  const series = new BoundedSeries();
  for (let step = 0; step < count; step++) series.push(step, valueAt(step));
  return series;
}

/** Noise that is the same each time: a linear congruential generator, from 0 to 1. */
function noise(): () => number {
  let state = 1;
  return () => (state = (1_664_525 * state + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

describe('a series that grows without end', () => {
  it('is what was measured while it is short', () => {
    const series = grow(EXACT_VALUES - 1, Math.sqrt);
    const { steps, values, means } = series.view();
    assert.equal(steps.length, EXACT_VALUES - 1);
    assert.deepEqual([steps[1000], values[1000], means], [1000, Math.sqrt(1000), undefined]);
  });

  it('never has more buckets than fit, nor fewer than half of them', () => {
    const series = new BoundedSeries();
    for (let step = 0; step < 1_000_000; step++) {
      series.push(step, step);
      if (step < EXACT_VALUES || step % 9973 !== 0) continue;
      const { count, size, means } = series.buckets();
      assert.equal(count, step + 1);
      assert.equal(means.length, Math.ceil(count / size));
      // Between two chunks there may be a chunk more of them.
      assert.ok(means.length > MAX_BUCKETS / 2 && means.length <= MAX_BUCKETS + 4096, `${means.length} buckets`);
    }
  });

  it('has full buckets, but the last, also after tens of millions of values', () => {
    const { count, size, means } = grow(33_600_000, (step) => step).buckets();
    const wrong = means.findIndex((mean, index) => {
      const last = Math.min((index + 1) * size, count) - 1;
      return mean !== (index * size + last) / 2;
    });
    assert.equal(wrong, -1);
  });

  it('keeps the lowest, the highest and the mean of each bucket, exactly', () => {
    const random = noise();
    const values = Float64Array.from({ length: 300_001 }, random);
    const buckets = grow(values.length, (step) => values[step]).buckets();
    for (const index of [0, 1, 77, buckets.means.length - 2, buckets.means.length - 1]) {
      const [first, end] = [index * buckets.size, Math.min((index + 1) * buckets.size, values.length)];
      const inside = values.subarray(first, end);
      const [low, high] = [Math.min(...inside), Math.max(...inside)];
      assert.deepEqual(
        [buckets.lows[index], buckets.lowSteps[index], buckets.highs[index], buckets.highSteps[index]],
        [low, values.indexOf(low, first), high, values.indexOf(high, first)],
      );
      assert.equal(buckets.lastSteps[index], end - 1);
      const mean = inside.reduce((sum, value) => sum + value, 0) / inside.length;
      assert.ok(Math.abs(buckets.means[index] - mean) < 1e-12);
    }
  });

  it('does not lose a single spike, nor a single value that is not finite', () => {
    const { view, facts } = (() => {
      const series = grow(500_000, (step) => (step === 123_457 ? 9 : step === 345_678 ? NaN : 1));
      return { view: series.view(), facts: series.facts };
    })();
    assert.equal(view.steps[view.values.indexOf(9)], 123_457);
    assert.equal(view.steps[view.values.findIndex(Number.isNaN)], 345_678);
    assert.equal(facts.nonFinite, 1);
  });

  it('knows its first, newest and lowest value, however long it is', () => {
    const { facts } = grow(200_000, (step) => Math.abs(step - 70_000) + 1);
    assert.deepEqual(facts, {
      count: 200_000,
      first: { step: 0, value: 70_001 },
      newest: { step: 199_999, value: 130_000 },
      lowest: { step: 70_000, value: 1 },
      nonFinite: 0,
    });
  });
});

describe('the buckets of a window', () => {
  const buckets = grow(1_000_000, (step) => Math.sin(step / 1000)).buckets();

  it('are about as many as asked for, where there are as many', () => {
    for (const window of [
      [0, 999_999],
      [250_000, 750_000],
      [400_000, 600_000],
    ] as const) {
      const { means } = bucketsBetween(buckets, window, 500);
      assert.ok(means.length >= 250 && means.length <= 500, `${means.length} buckets`);
    }
  });

  it('cover the window, and no more than a bucket beyond', () => {
    const { lastSteps, count, size } = bucketsBetween(buckets, [400_000, 400_999], 500);
    assert.equal(size, buckets.size);
    assert.ok(lastSteps[0] >= 400_000 && lastSteps[0] < 400_000 + size);
    assert.ok(lastSteps[lastSteps.length - 1] >= 400_999);
    assert.ok(count >= 1000 && count <= 1000 + 2 * size);
  });

  it('are none where nothing was measured', () => {
    assert.equal(bucketsBetween(buckets, [2e6, 3e6], 500).means.length, 0);
  });
});
