import assert from 'node:assert/strict';
import type { Series } from '../../../src/domain/series.ts';
import { MAX_POINTS, thinnedIndices, thinSeries } from '../../../src/domain/thinning.ts';

/** More than are kept, as a long run measures them. */
const WAVE = series(9_375, (step) => 2 + Math.sin(step / 7));

function series(length: number, value: (step: number) => number): Series {
  const steps = Float64Array.from({ length }, (_, step) => step);
  return { steps, values: steps.map(value) };
}

describe('thinSeries', () => {
  it('keeps a short series as it is', () => {
    const short = series(MAX_POINTS, Math.sin);
    assert.deepEqual(thinSeries(short), short);
  });

  it('keeps at most so many points of a long one, in order, with its first and last', () => {
    const { steps, values } = thinSeries(WAVE);
    assert.ok(steps.length <= MAX_POINTS && steps.length > 0.75 * MAX_POINTS, `${steps.length} points`);
    assert.equal(values.length, steps.length);
    assert.deepEqual([steps[0], steps.at(-1)], [0, 9_374]);
    assert.ok(steps.every((step, index) => index === 0 || step > steps[index - 1]));
    assert.ok(steps.every((step, index) => values[index] === WAVE.values[step]));
  });

  it('never loses a spike, a dip or a value that is not finite', () => {
    for (const odd of [1e6, -1e6, NaN, Infinity, -Infinity]) {
      const values = WAVE.values.slice();
      values[4_321] = odd;
      const thinned = thinSeries({ steps: WAVE.steps, values });
      assert.ok(Object.is(thinned.values[thinned.steps.indexOf(4_321)], odd), `${odd}`);
    }
  });
});

describe('thinnedIndices', () => {
  it('handles none, one and exactly as many values as allowed', () => {
    assert.deepEqual(thinnedIndices([], [], 4), []);
    assert.deepEqual(thinnedIndices([0], [7], 4), [0]);
    assert.deepEqual(thinnedIndices([0, 1, 2, 3], [4, 3, 2, 1], 4), [0, 1, 2, 3]);
    assert.deepEqual(thinnedIndices([0, 1, 2, 3, 4], [0, 5, -5, 1, 0], 4), [0, 1, 2, 4]);
  });

  it('keeps what is seen of a line, and one point more on either side', () => {
    const seen = thinnedIndices(WAVE.steps, WAVE.values, 100, { domain: [3_000, 3_050], scale: 'linear' });
    assert.deepEqual([seen[0], seen.at(-1), seen.length], [2_999, 3_051, 53]);
  });

  it('gives every decade of a logarithmic axis as many points', () => {
    const xs = Array.from({ length: 10_000 }, (_, index) => index + 1);
    const kept = thinnedIndices(xs, xs.map(Math.sin), 402, { domain: [1, 10_000], scale: 'log' }).map(
      (index) => xs[index],
    );
    const inDecade = (low: number): number => kept.filter((x) => x > low && x <= 10 * low).length;
    assert.ok(Math.abs(inDecade(100) - inDecade(1_000)) <= 10, `${inDecade(100)} and ${inDecade(1_000)}`);
  });

  it('changes only its end while a line grows in the same part of an axis', () => {
    const part = { domain: [0, 10_000], scale: 'linear' } as const;
    const [shorter, longer] = [5_000, 5_500].map((length) =>
      thinnedIndices(WAVE.steps.subarray(0, length), WAVE.values.subarray(0, length), 400, part),
    );
    const settled = shorter.filter((index) => index < 4_900);
    assert.deepEqual(longer.slice(0, settled.length), settled);
  });
});
