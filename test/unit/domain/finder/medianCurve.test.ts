import assert from 'node:assert/strict';
import { medianCurve, startLoss } from '../../../../src/domain/finder/medianCurve.ts';
import type { CurvePoint } from '../../../../src/domain/finder/medianCurve.ts';
import { randomNumbers } from '../../../support/engine.ts';
import { trainingCurve } from '../../kinds/rangeTestCurves.ts';
import { decades, points } from './curves.ts';

const at = (curve: readonly CurvePoint[], rate: number): CurvePoint =>
  curve.reduce((best, point) => (decades(point.rate, rate) < decades(best.rate, rate) ? point : best));

describe('medianCurve', () => {
  it('lies on a common grid, evenly spaced on a log scale, whatever the steps of the repeats', () => {
    const curve = medianCurve([points(() => 1, 61), points(() => 2, 200), points(() => 4, 97)]);
    const gaps = curve.slice(1).map(({ rate }, index) => Math.log10(rate / curve[index].rate));
    assert.ok(gaps.every((gap) => Math.abs(gap - 1 / 25) < 1e-9));
    assert.ok(decades(curve[0].rate, 1e-6) < 1e-9 && decades(curve.at(-1)!.rate, 1) < 1e-9);
  });

  it('is the median of the repeats, with a band from the lowest to the highest', () => {
    const { loss, low, high } = at(medianCurve([points(() => 1), points(() => 2), points(() => 4)]), 1e-3);
    assert.deepEqual(
      [loss, low, high].map((value) => Number(value.toFixed(9))),
      [2, 1, 4],
    );
  });

  it('follows the loss without lag: halfway down it is where the loss is, and not a tenth of a decade behind', () => {
    const halfway = medianCurve([points(trainingCurve(1e-3))]).find(({ loss }) => loss <= 1.4)!;
    assert.ok(decades(halfway.rate, 1e-3) < 0.1, `${halfway.rate}`);
  });

  it('does not begin too low or too high: smoothing is debiased', () => {
    const curve = medianCurve([points(() => 2.3)]);
    assert.ok(curve.every(({ loss }) => Math.abs(loss - 2.3) < 1e-9));
  });

  it('takes most of the noise out', () => {
    const random = randomNumbers(3);
    const noisy = medianCurve([points(() => 2.3 + (random() - 0.5))]);
    const worst = Math.max(...noisy.map(({ loss }) => Math.abs(loss - 2.3)));
    assert.ok(worst < 0.2, `${worst}`);
  });

  it('ends where fewer than half of the repeats go on', () => {
    const until = (rate: number) => points(() => 1).filter(([each]) => each <= rate);
    const end = medianCurve([until(1e-3), until(1e-2), until(1)]).at(-1)!;
    assert.ok(decades(end.rate, 1e-2) < 0.05, `${end.rate}`);
    assert.deepEqual(medianCurve([]), []);
  });

  it('leaves out what comes after a loss that is not finite, and is not bent by one that shoots up', () => {
    const whole = medianCurve([points(trainingCurve(1e-3))]);
    for (const end of [1e6, NaN, Infinity]) {
      const broken = medianCurve([points((rate) => (rate > 0.5 ? end : trainingCurve(1e-3)(rate)))]);
      assert.ok(Math.abs(at(broken, 1e-2).loss - at(whole, 1e-2).loss) < 0.02, `${end}`);
    }
  });
});

describe('startLoss', () => {
  it('is the mean of the first tenth', () => {
    assert.equal(startLoss(points((rate) => (rate < 3e-6 ? 2 : 9)).slice(0, 100)), 2);
  });
});
