import assert from 'node:assert/strict';
import { HeldOutCurve } from '../../../../src/domain/diagnosis/heldOutCurve.ts';
import { LossCurve } from '../../../../src/domain/diagnosis/lossCurve.ts';
import { curveOf, falling, noisy } from './curves.ts';

describe('loss curve', () => {
  it('keeps every loss of a short run', () => {
    const losses = noisy(falling(2, 0.1, 300), 0.1);
    assert.deepEqual(curveOf(losses).buckets.map(({ loss, newest, firstStep, count }) => [loss, newest, firstStep, count]), losses.map((loss, step) => [loss, loss, step, 1])); // prettier-ignore
  });

  it('keeps a long run in bounded memory, with exact extremes and means', () => {
    const curve = new LossCurve();
    let sum = 0;
    for (let step = 0; step < 1_000_000; step++) {
      const loss = step === 777_777 ? 50 : step === 5 ? -3 : 1 + (step % 7);
      sum += loss;
      curve.add({ step, loss });
    }
    const { buckets } = curve;
    assert.ok(buckets.length <= 512);
    assert.equal(curve.count, 1_000_000);
    assert.deepEqual([curve.peak, curve.lowest], [{ step: 777_777, loss: 50 }, { step: 5, loss: -3 }]); // prettier-ignore
    assert.equal(Math.max(...buckets.map(({ highest }) => highest)), 50);
    assert.ok(Math.abs(buckets.reduce((total, { loss, count }) => total + loss * count, 0) - sum) < 1e-3);
    assert.equal(
      buckets.reduce((total, { count }) => total + count, 0),
      1_000_000,
    );
    assert.ok(buckets.slice(1).every(({ firstStep }, index) => firstStep === buckets[index].lastStep + 1));
    assert.equal(new Set(buckets.slice(0, -1).map(({ count }) => count)).size, 1, 'all full buckets are as large');
  });

  it('joins rates and gradient norms, where there are any', () => {
    const curve = new LossCurve();
    for (let step = 0; step < 600; step++)
      curve.add({ step, loss: 1, rate: step, norm: step % 2 === 0 ? 100 : undefined });
    const [bucket] = curve.buckets;
    assert.deepEqual([bucket.count, bucket.rate, bucket.logNorm], [2, 1, 2]);
  });
});

describe('held-out curve', () => {
  it('keeps the lowest and the newest, and at most 64 points', () => {
    const held = new HeldOutCurve();
    for (let step = 0; step < 10_000; step++) held.add(step, Math.abs(step - 3333));
    assert.deepEqual([held.lowest, held.newest, held.count], [{ step: 3333, loss: 0 }, { step: 9999, loss: 6666 }, 10_000]); // prettier-ignore
    assert.ok(held.points.length <= 64);
  });
});
