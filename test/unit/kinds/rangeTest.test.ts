import assert from 'node:assert/strict';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { otherSuggestions } from '../../../src/domain/finder/otherRules.ts';
import { createRateSchedule } from '../../../src/domain/rateSchedule.ts';
import { totalSteps } from '../../../src/domain/steps.ts';
import { rangeTest } from '../../../src/kinds/rangeTest.ts';
import { rangeTestChoice, sweepAround } from '../../../src/kinds/rangeTest/choice.ts';
import type { RangeTestChoice } from '../../../src/kinds/rangeTest/choice.ts';
import type { Description } from '../../../src/kinds/kind.ts';
import { findingsOf, runVerdict } from '../../../src/kinds/runJudgement.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { trainingCurve } from './rangeTestCurves.ts';
import { CHOICE, tested } from './testedRates.ts';

function described(experiment: ExperimentOverview, isRunning = false): Description {
  return rangeTest.describe(experiment, rangeTest.summarize(experiment), isRunning);
}

describe('the plan of a range test', () => {
  it('is one run whose first update has the lowest rate and whose last one has the highest, with equal factors between', () => {
    const [{ spec, facts, seed }, ...more] = rangeTest.plan(CHOICE).runs;
    assert.deepEqual([more.length, seed, facts.total], [0, 1, 200]);
    const schedule = createRateSchedule(spec!.schedule, spec!.learningRate, totalSteps(spec!));
    const rates = Array.from({ length: 200 }, (_, step) => schedule.rate(step + 1));
    assert.ok(Math.abs(rates[0] / 1e-5 - 1) < 1e-9 && Math.abs(rates[199] - 1) < 1e-9, `${rates[0]}..${rates[199]}`);
    const factors = rates.slice(1).map((rate, index) => rate / rates[index]);
    assert.ok(Math.max(...factors) - Math.min(...factors) < 1e-9);
  });

  it('has room for its steps, tests nothing and stops when the loss has diverged', () => {
    const [{ spec }] = rangeTest.plan({ ...CHOICE, dataset: { ...CHOICE.dataset, train: 128 } }).runs;
    assert.deepEqual([spec!.epochs, spec!.steps, spec!.dataset.test, spec!.stopAbove], [100, 200, 0, 4]);
  });

  it('takes the schedule and the rates of a sweep for no part of it', () => {
    const choice = rangeTestChoice({ ...presetChoice(SLOW_FAST_FURIOUS), schedule: { name: 'constant', warmup: 5 } });
    assert.ok(!('learningRates' in choice) && !('schedule' in choice));
  });

  it('is followed by a sweep of full runs around the rate that it found', () => {
    const sweep = sweepAround({ ...CHOICE, seeds: 3 }, 0.01);
    assert.deepEqual(sweep.learningRates, [0.001, 0.0032, 0.01, 0.032, 0.1]);
    assert.deepEqual(
      [sweep.epochs, sweep.dataset, sweep.seeds, sweep.prune, 'steps' in sweep],
      [CHOICE.epochs, CHOICE.dataset, 1, true, false],
    );
  });

  it('can be repeated with several seeds, all of one variant', () => {
    const { runs, variants } = rangeTest.plan({ ...CHOICE, seeds: 3 });
    assert.deepEqual(
      runs.map(({ seed, spec }) => [seed, spec!.seed]),
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
    );
    assert.deepEqual([variants.length, variants[0].label], [1, '1e-5 to 1']);
  });

  const wrong: [string, Partial<RangeTestChoice>, RegExp][] = [
    [
      'a range that falls',
      { from: 1, to: 0.1 },
      /must be positive and rise, for example from 1e-7 to 10, not from 1 to 0\.1/,
    ],
    ['a range from nothing', { from: 0 }, /must be positive/],
    ['too few steps', { steps: 19 }, /from 20 to 1999, not 19/],
    ['half a step', { steps: 20.5 }, /whole number/],
    ['a batch of none', { batchSize: 0 }, /batch size must be a whole number from 1/],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuses ${what}`, () =>
      assert.throws(() => rangeTest.plan({ ...CHOICE, ...change }), { name: 'RangeError', message }));
  }
});

describe('the summary of a range test', () => {
  it('suggests a rate below the lowest loss, in an interval', () => {
    const { suggestion, refusal, repeats, suggestedRates } = rangeTest.summarize(tested(trainingCurve(1e-3)));
    const { rate, low, high, lowest } = suggestion!;
    assert.ok(low < rate && rate < high && rate < lowest, `${low} ${rate} ${high} ${lowest}`);
    assert.equal(refusal, null);
    assert.deepEqual(Object.values(suggestedRates), [rate]);
    assert.deepEqual([repeats.length, repeats[0].seed, repeats[0].points.length], [1, 1, 200]);
  });

  it('names what others say on the same curves, and what the test cost', () => {
    const { others, cost, repeats } = rangeTest.summarize(
      tested(trainingCurve(1e-3), { choice: { ...CHOICE, seeds: 3 } }),
    );
    assert.deepEqual(others, otherSuggestions(repeats.map(({ points }) => points)));
    // Three epochs of 157 steps are a full run.
    assert.deepEqual(cost, { steps: 600, share: 600 / 471 });
    assert.equal(rangeTest.summarize(tested(null)).others, null);
  });

  it('pairs each loss with the rate of its step, and leaves out the one before training', () => {
    const [{ points }] = rangeTest.summarize(tested(Math.sqrt)).repeats;
    for (const [rate, loss] of points) assert.equal(loss, Math.sqrt(rate));
  });

  it('says whether the test stopped before its last rate', () => {
    const stopped = (until: number): boolean =>
      rangeTest.summarize(tested(trainingCurve(3e-3), { until })).repeats[0].stopped;
    assert.deepEqual([stopped(Infinity), stopped(0.5)], [false, true]);
  });

  it('suggests from the repeats together, and not where most of them did not finish', () => {
    const choice = { ...CHOICE, seeds: 3 };
    const places = [1e-3, 4e-3, 2e-3];
    const runsAt = (cancelled: number) =>
      tested(null, { choice }).runs.map((each, index) => ({
        ...tested(trainingCurve(places[index]), { state: index < cancelled ? 'cancelled' : 'finished' }).runs[0],
        index,
        seed: each.seed,
      }));
    const summaryOf = (cancelled: number) =>
      rangeTest.summarize({ ...tested(null, { choice }), runs: runsAt(cancelled) });
    const middle = rangeTest.summarize(tested(trainingCurve(2e-3))).suggestion!.rate;
    const { rate } = summaryOf(0).suggestion!;
    assert.ok(Math.abs(Math.log10(rate / middle)) < 0.15, `${rate}, ${middle}`);
    assert.equal(summaryOf(1).suggestion !== null, true);
    assert.equal(summaryOf(2).refusal?.reason, 'not-finished');
  });

  const refusals: [string, ExperimentOverview, string][] = [
    ['a loss that never fell', tested(() => 2.3), 'flat'],
    ['a loss that broke at once', tested((rate) => (rate > 2e-5 ? NaN : 2.3)), 'too-few-points'],
    ['a run that was cancelled', tested(trainingCurve(3e-3), { until: 0.01, state: 'cancelled' }), 'not-finished'],
  ];
  for (const [what, experiment, reason] of refusals) {
    it(`refuses ${what}, with a sentence`, () => {
      const { suggestion, refusal, suggestedRates } = rangeTest.summarize(experiment);
      assert.deepEqual([suggestion, refusal?.reason, suggestedRates], [null, reason, {}]);
      const { answer, outcome } = described(experiment);
      assert.deepEqual([answer.title, answer.value, outcome], ['No suggested rate', null, 'no suitable rate']);
      assert.ok(answer.detail.startsWith(refusal!.message), answer.detail);
    });
  }

  it('neither suggests nor refuses while the test runs', () => {
    const experiment = tested(null);
    const { suggestion, refusal } = rangeTest.summarize(experiment);
    assert.deepEqual([suggestion, refusal], [null, null]);
    const { answer, outcome } = described(experiment, true);
    assert.deepEqual([answer.title, answer.value, outcome], ['Suggested learning rate', null, null]);
  });

  it('takes nothing that happens at the last rates for a symptom', () => {
    const experiment = tested((rate) => (rate > 0.5 ? NaN : trainingCurve(1e-3)(rate)));
    const summary = rangeTest.summarize(experiment);
    const [run] = experiment.runs;
    const findings = findingsOf(run, [{ symptom: 'nan', cause: 'rate-too-high' } as never], summary);
    assert.deepEqual([findings, runVerdict(run, findings, summary)], [[], null]);
  });
});

describe('the description of a range test', () => {
  it('answers with the rate, and tells what was tried', () => {
    const experiment = tested(trainingCurve(1e-3), { until: 0.5 });
    const { title, subject, amounts, answer, outcome, notes } = described(experiment);
    const { suggestion } = rangeTest.summarize(experiment);
    assert.equal(title, 'Slow, Fast, or Furious: range test');
    assert.equal(subject, 'MNIST CNN with Adam, batch 64');
    assert.deepEqual(amounts, ['10,000 training images', '200 steps', '1 repeat']);
    assert.deepEqual([answer.title, answer.value], ['Suggested learning rate', String(suggestion!.rate)]);
    assert.match(
      answer.detail,
      /^The middle of the Goldilocks zone is likely between \S+ and \S+\. Tried from 1e-5; stopped at 0\.\d+, where the loss had diverged\.$/,
    );
    assert.equal(outcome, `suggests ${suggestion!.rate}`);
    assert.match(notes[0], /^Cost: \d+ steps, \d+% of one full run\.$/);
    assert.match(
      notes[1],
      /^Other finders on the same curves: .*fastai valley 0\.0\d+, .*pytorch-lr-finder 0\.0\d+\.$/,
    );
  });

  it('says how many steps it has, one or thousands', () => {
    const experiment = tested(null);
    const amountOf = (steps: number): string => {
      return described({ ...experiment, record: { ...experiment.record, choice: { ...CHOICE, steps } } }).amounts[1];
    };
    assert.deepEqual([amountOf(1), amountOf(2000)], ['1 step', '2,000 steps']);
  });

  it('names a test of its own by its rates, or as the user named it', () => {
    const titleOf = (name: string): string =>
      described(tested(null, { choice: { ...CHOICE, preset: null, name, from: 1e-5, to: 1 } })).title;
    assert.deepEqual([titleOf('range-test'), titleOf('mine')], ['Range test, 1e-5 to 1', 'mine']);
  });

  it('marks the rate and its interval in its figure, and nothing before they are known', () => {
    const marksOf = (experiment: ExperimentOverview): unknown[] =>
      rangeTest
        .figures(experiment, rangeTest.summarize(experiment))
        .flatMap(({ marks }) => marks.map(({ from, to, severity }) => [from, to, severity]));
    const experiment = tested(trainingCurve(1e-3));
    const { rate, low, high } = rangeTest.summarize(experiment).suggestion!;
    assert.deepEqual(marksOf(experiment), [
      [low, high, 'good'],
      [rate, rate, 'hint'],
    ]);
    assert.deepEqual(marksOf(tested(null)), []);
  });

  it('can be run again by its command', () => {
    const commandOf = (change: Partial<RangeTestChoice>): string | null =>
      described(tested(null, { choice: { ...CHOICE, ...change } })).command;
    assert.equal(commandOf({ seeds: 3 }), 'goldilocks find --preset slow-fast-furious');
    assert.equal(
      commandOf({ preset: null, batchSize: 32, from: 1e-6, steps: 100, seeds: 2, engine: 'tensorflow' }),
      'goldilocks find --from 0.000001 --steps 100 --optimizer adam --batch 32 --train 10000 --seeds 2 --engine tensorflow',
    );
  });
});
