import assert from 'node:assert/strict';
import { summarize } from '../../../src/kinds/kinds.ts';
import { rateToSweepAround } from '../../../webview/rateToSweepAround.ts';
import { threeRates } from '../charts/samples.ts';
import { confirmed } from '../kinds/confirmedRates.ts';
import { trainingCurve } from '../kinds/rangeTestCurves.ts';
import { tested } from '../kinds/testedRates.ts';

describe('the rate that the panel offers a sweep around', () => {
  it('is what a range test or its confirmation suggests', () => {
    const test = summarize(tested(trainingCurve(1e-3)));
    assert.ok(test.kind === 'range-test');
    assert.equal(rateToSweepAround(test), test.suggestion!.rate);
    assert.equal(rateToSweepAround(summarize(confirmed([1.9, 0.8, 0.2]))), 0.03);
  });

  it('is none where nothing is suggested, while runs train, and for a sweep', () => {
    for (const experiment of [tested(() => 2.3), tested(null), confirmed([2.3, 2.3, 2.3]), threeRates()])
      assert.equal(rateToSweepAround(summarize(experiment)), null);
  });
});
