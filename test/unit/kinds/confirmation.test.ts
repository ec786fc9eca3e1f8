import assert from 'node:assert/strict';
import { isPruned } from '../../../src/app/pruning.ts';
import { totalSteps } from '../../../src/domain/steps.ts';
import { confirmation } from '../../../src/kinds/confirmation.ts';
import { runsAfter, stepsAfter } from '../../../src/kinds/confirmation/choice.ts';
import { confirmed, CONFIRMATION } from './confirmedRates.ts';
import { CHOICE } from './testedRates.ts';

describe('a confirmation', () => {
  it('trains a fifth of a full run at a third of the rate, at the rate and at three times, the middle one first', () => {
    const specs = confirmation.plan(CONFIRMATION).runs.map(({ spec }) => spec!);
    assert.deepEqual(
      specs.map(({ learningRate }) => learningRate),
      [0.01, 0.03, 0.0033],
    );
    assert.deepEqual(
      specs.map((spec) => [totalSteps(spec), spec.schedule, spec.stopAbove, spec.dataset.test]),
      Array.from({ length: 3 }, () => [
        Math.ceil(totalSteps({ ...CHOICE, steps: undefined }) / 5),
        undefined,
        undefined,
        0,
      ]),
    );
  });

  it('costs as much more of its test as its steps are', () => {
    assert.deepEqual(runsAfter({ seeds: 3, steps: 200 }, 40), { runs: 3, cost: 0.2 });
    assert.equal(stepsAfter(CHOICE), CONFIRMATION.steps);
  });

  it('has a seed of its own and stops runs that have lost', () => {
    const { runs } = confirmation.plan(CONFIRMATION);
    assert.deepEqual(
      runs.map(({ seed, spec }) => [seed, spec!.seed]),
      Array.from({ length: 3 }, () => [CHOICE.seeds + 1, CHOICE.seeds + 1]),
    );
    assert.equal(isPruned(confirmed([1, 1, 1]).record), true);
  });

  it('keeps the rate that was suggested while it is as good as just right, and else says which rate is better', () => {
    const answers = [
      [0.4, 0.2, 1.9],
      [1.9, 0.5, 0.2],
      [1.9, 0.6, 0.2],
    ].map((scores) => {
      const experiment = confirmed(scores);
      const summary = confirmation.summarize(experiment);
      const { answer, outcome } = confirmation.describe(experiment, summary, false);
      return [summary.rate, answer.value, answer.detail.split(' ')[0], outcome];
    });
    assert.deepEqual(answers, [
      [0.01, '0.01', 'Confirmed', 'suggests 0.01'],
      [0.01, '0.01', 'Confirmed', 'suggests 0.01'],
      [0.03, '0.03', 'In', 'suggests 0.03'],
    ]);
  });

  it('goes down to a lower rate that is clearly better even in short runs, but not up, and not for the noise', () => {
    const rateOf = (scores: readonly number[]): number | null => confirmation.summarize(confirmed(scores)).rate;
    assert.deepEqual(
      [
        [0.2, 0.4, 2.3],
        [0.2, 0.24, 2.3],
        [0.4, 0.4, 0.2],
      ].map(rateOf),
      [0.0033, 0.01, 0.01],
    );
  });

  it('gives the score of each rate, by ascending rate', () => {
    const { tried } = confirmation.summarize(confirmed([0.4, 0.2, Infinity]));
    assert.deepEqual(tried, [
      { rate: 0.0033, score: 0.4 },
      { rate: 0.01, score: 0.2 },
      { rate: 0.03, score: Infinity },
    ]);
  });

  it('suggests nothing where no run learned, and nothing yet while runs train', () => {
    const none = confirmed([2.3, 2.3, 2.3]);
    const { rate, suggestedRates } = confirmation.summarize(none);
    assert.deepEqual([rate, suggestedRates], [null, {}]);
    assert.equal(confirmation.describe(none, confirmation.summarize(none), false).answer.title, 'No suggested rate');
    const running = confirmed([0.4, 0.2, null]);
    const summary = confirmation.summarize(running);
    assert.equal(summary.rate, null);
    assert.equal(confirmation.describe(running, summary, true).answer.value, null);
  });

  it('refuses a rate that is none', () => {
    assert.throws(() => confirmation.plan({ ...CONFIRMATION, rate: 0 }), /must be a positive number, not 0/);
  });
});
