import assert from 'node:assert/strict';
import { findRate } from '../../../../src/domain/finder/findRate.ts';
import type { FoundRate } from '../../../../src/domain/finder/findRate.ts';
import type { RatePoint } from '../../../../src/domain/finder/medianCurve.ts';
import { randomNumbers } from '../../../support/engine.ts';
import { trainingCurve } from '../../kinds/rangeTestCurves.ts';
import { decades, points } from './curves.ts';

function found(repeats: readonly (readonly RatePoint[])[]): FoundRate {
  const result = findRate(repeats, 'sgd');
  if (typeof result === 'string') assert.fail(result);
  return result;
}

/** Three repeats of the same training with their own noise. */
function repeats(loss: (rate: number) => number, noise = 0.1, steps = 200): RatePoint[][] {
  const random = randomNumbers(5);
  return Array.from({ length: 3 }, () => points((rate) => loss(rate) + noise * (random() - 0.5), steps));
}

describe('findRate', () => {
  const curve = trainingCurve(1e-3);

  it('lies below the lowest loss, inside its interval', () => {
    const { rate, low, high, lowest, confidence } = found(repeats(curve));
    assert.ok(low < rate && rate < high && rate < lowest / 1.5, `${low} ${rate} ${high}, lowest ${lowest}`);
    assert.ok(confidence > 0.5 && confidence < 1);
  });

  it('moves with the curve: rates ten times as high give a rate that is about ten times as high', () => {
    const factor = found(repeats(trainingCurve(1e-3))).rate / found(repeats(trainingCurve(1e-4))).rate;
    assert.ok(decades(factor, 10) < 0.2, `${factor}`);
  });

  it('holds on to what is usual with an optimizer that divides the size of the gradient out', () => {
    const moved = ['sgd', 'adam'].map((optimizer) => {
      const [low, high] = [1e-4, 1e-3].map((place) =>
        findRate(repeats(trainingCurve(place)), optimizer as 'sgd' | 'adam'),
      ) as FoundRate[];
      return Math.log10(high.rate / low.rate);
    });
    assert.ok(moved[1] < 0.7 * moved[0] && moved[1] > 0, moved.join(' '));
  });

  it('hardly depends on the number of steps', () => {
    const [few, many] = [60, 1000].map((steps) => found(repeats(curve, 0, steps)).rate);
    assert.ok(decades(few, many) < 0.15, `${few} ${many}`);
  });

  it('is not moved by one repeat that goes another way', () => {
    const [first, second] = repeats(curve);
    const odd = found([first, second, points(trainingCurve(3e-3))]);
    assert.ok(decades(odd.rate, found(repeats(curve)).rate) < 0.2, `${odd.rate}`);
  });

  it('has a wider interval and less confidence where the repeats differ', () => {
    const alike = found(repeats(curve));
    const different = found([points(trainingCurve(5e-4)), points(curve), points(trainingCurve(3e-3))]);
    assert.ok(different.high / different.low > alike.high / alike.low);
    assert.ok(different.confidence < alike.confidence);
  });

  it('goes by the repeats that agree where one of three is far off, and is less sure', () => {
    const alike = found([1e-3, 1e-3, 1.2e-3].map((place) => points(trainingCurve(place))));
    const one = found([1e-3, 1e-7, 1.2e-3].map((place) => points(trainingCurve(place))));
    assert.ok(Math.abs(Math.log10(one.rate / alike.rate)) < 0.4, `${one.rate} and ${alike.rate}`);
    assert.ok(one.confidence < alike.confidence);
    assert.ok(one.high / one.low < 20);
  });

  it('suggests a rate where the loss has only begun to rise when the range ends', () => {
    const bounded = (rate: number): number => (rate < 3e-2 ? curve(rate) : Math.min(curve(rate), curve(3e-2) + 0.2));
    const { rate, lowest } = found(repeats(bounded, 0.01));
    assert.ok(rate < lowest && rate > 1e-4, `${rate}, lowest ${lowest}`);
  });

  it('takes losses of small batches that differ by more than a factor of two for what they are', () => {
    const random = randomNumbers(7);
    const noisy = Array.from({ length: 3 }, () => points((rate) => curve(rate) * (0.4 + 2 * random() ** 2)));
    assert.ok(found(noisy).rate > 1e-4);
  });

  const refusals: [string, readonly (readonly RatePoint[])[], string][] = [
    ['a loss that is lowest at the last rate', repeats((rate) => (rate > 3e-3 ? 0.5 : curve(rate))), 'never-diverged'],
    ['a loss that never falls', repeats((rate) => (rate > 0.1 ? 9 : 2.3), 0.01), 'flat'],
    ['repeats of a few steps', repeats(curve).map((each) => each.slice(0, 19)), 'too-few-points'],
    ['no repeats', [], 'too-few-points'],
    ['repeats that broke at once', repeats((rate) => (rate > 1.2e-6 ? NaN : 2.3)), 'too-few-points'],
    [
      'repeats that differ by decades',
      [1e-5, 1e-3, 5e-2].map((place) => points(trainingCurve(place))),
      'repeats-disagree',
    ],
    ['a spike at the lowest rates', repeats((rate) => (rate > 1.5e-6 && rate < 2e-6 ? 9 : curve(rate))), 'early-spike'],
  ];
  for (const [what, given, reason] of refusals) {
    it(`refuses ${what}`, () => assert.equal(findRate(given, 'sgd'), reason));
  }

  it('refuses optimizers that find the length of their steps themselves', () => {
    for (const optimizer of ['torch.optim.LBFGS', 'Prodigy'])
      assert.equal(findRate(repeats(curve), optimizer), 'finds-steps');
  });
});
