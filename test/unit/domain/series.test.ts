import assert from 'node:assert/strict';
import { bucketPositions, bucketSamples } from '../../../src/domain/series.ts';

describe('bucketSamples', () => {
  const wave = Array.from({ length: 9_375 }, (_, step) => ({ step, loss: 2 + Math.sin(step / 7) }));

  it('keeps a short series as it is', () => {
    const short = wave.slice(0, 2_000);
    assert.deepEqual(bucketSamples(short), short);
  });

  it('thins a long series to at most 2,000 points, in order, with its first and last', () => {
    const thinned = bucketSamples(wave);
    assert.ok(thinned.length <= 2_000 && thinned.length > 1_500, `${thinned.length} points`);
    assert.deepEqual(thinned[0], wave[0]);
    assert.deepEqual(thinned.at(-1), wave.at(-1));
    assert.ok(thinned.every(({ step }, index) => index === 0 || step > thinned[index - 1].step));
  });

  it('never loses a spike, a dip or a value that is not finite', () => {
    for (const odd of [1e6, -1e6, NaN, Infinity, -Infinity]) {
      const samples = wave.map((sample) => (sample.step === 4_321 ? { ...sample, loss: odd } : sample));
      const kept = bucketSamples(samples).find(({ step }) => step === 4_321);
      assert.ok(Object.is(kept?.loss, odd), `${odd}`);
    }
  });

  it('treats metrics apart: rare ones are not thinned by frequent ones', () => {
    const samples = wave.flatMap((sample) =>
      sample.step % 1000 === 999 ? [sample, { step: sample.step, epoch: 1, validationAccuracy: 0.5 }] : [sample],
    );
    const measured = bucketSamples(samples).filter(({ validationAccuracy }) => validationAccuracy !== undefined);
    assert.equal(measured.length, 9);
    assert.deepEqual(measured[0], { step: 999, epoch: 1, validationAccuracy: 0.5 });
  });

  it('thins extra numbers each by its name, beside the metrics', () => {
    const samples = wave.map((sample) => ({
      ...sample,
      extra: { growing: sample.step, ...(sample.step === 4_321 ? { rare: 7 } : {}) },
    }));
    const thinned = bucketSamples(samples);
    assert.deepEqual(
      thinned.filter(({ extra }) => extra?.rare !== undefined).map(({ step, extra }) => [step, extra?.rare]),
      [[4_321, 7]],
    );
    const growing = thinned.flatMap(({ step, extra }) => (extra?.growing === undefined ? [] : [[step, extra.growing]]));
    assert.ok(growing.length <= 2_000 && growing.length > 1_500);
    assert.ok(growing.every(([step, value]) => step === value));
    assert.deepEqual(bucketSamples(samples.slice(0, 9)), samples.slice(0, 9));
  });

  it('keeps values of several metrics of one sample together', () => {
    assert.deepEqual(bucketSamples([{ step: 1, loss: 2, seconds: 0.5 }]), [{ step: 1, loss: 2, seconds: 0.5 }]);
  });
});

describe('bucketPositions', () => {
  it('handles none, one and exactly as many values as allowed', () => {
    assert.deepEqual(bucketPositions([], 4), []);
    assert.deepEqual(bucketPositions([7], 4), [0]);
    assert.deepEqual(bucketPositions([4, 3, 2, 1], 4), [0, 1, 2, 3]);
    assert.deepEqual(bucketPositions([0, 5, -5, 1, 0], 4), [0, 1, 2, 4]);
  });
});
