import assert from 'node:assert/strict';
import { estimateSeconds, estimateSecondsOf } from '../../../src/app/durationEstimate.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { presetChoice, specOf } from '../../../src/kinds/sweep/choice.ts';

describe('the estimate of a duration', () => {
  const choice = presetChoice(SLOW_FAST_FURIOUS);
  const runs = choice.learningRates.map((rate) => specOf(choice, rate, 1, 'wasm'));

  it('is the same for the runs of a sweep as for its choice', () => {
    for (const workers of [1, 2, 3, 8])
      assert.equal(estimateSecondsOf(runs, workers).toFixed(6), estimateSeconds(choice, workers).toFixed(6));
  });

  it('counts the steps that a run ends after, and what it was trained on before', () => {
    const untested = { ...runs[0], dataset: { ...runs[0].dataset, test: 0 } };
    const whole = estimateSecondsOf([untested], 1);
    const tenth = estimateSecondsOf([{ ...untested, epochs: 1, steps: 50 }], 1);
    assert.equal((whole / tenth).toFixed(3), (30_000 / (50 * 64)).toFixed(3));
    const pretraining = { classes: [0, 1], images: 10_000, epochs: 3, learningRate: 0.01 };
    assert.equal((estimateSecondsOf([{ ...untested, pretraining }], 1) / whole).toFixed(3), '2.000');
  });
});
