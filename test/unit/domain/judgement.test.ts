import assert from 'node:assert/strict';
import type { RunOverview } from '../../../src/domain/experiment.ts';
import { verdictOf } from '../../../src/domain/finding.ts';
import { judgeSweep } from '../../../src/domain/judgement.ts';
import { summarizeSweep } from '../../../src/domain/sweepSummary.ts';
import { finishedRun, line } from '../../support/runs.ts';

const LEARNING = line(2.3, 0.1, 100);
const CHANCE = Math.log(10);

/** The verdict on a run with these losses beside one that learned well at 0.01. */
function verdictBeside(losses: readonly number[], rate = 0.001): string | null {
  const findings = judgeSweep([finishedRun(0, 0.01, LEARNING), finishedRun(1, rate, losses)]);
  return verdictOf([findings.get(1)!]);
}

describe('judgeSweep', () => {
  const cases: [string, readonly number[], string][] = [
    ['a loss that stops being a number', [2.3, 5, NaN], 'furious'],
    ['an infinite loss', [2.3, 5, Infinity], 'furious'],
    ['a jump above chance, then flat at chance', [2.3, 30, 8, ...Array<number>(97).fill(2.31)], 'furious'],
    [
      'a run that learned and fell back to chance',
      [...line(2.3, 0.4, 40), ...Array<number>(60).fill(2.303)],
      'furious',
    ],
    ['a loss that ends far above chance', [2.3, ...line(2.3, 50, 99)], 'furious'],
    ['a loss that never leaves chance', Array.from({ length: 100 }, (_, step) => 2.303 - 1e-4 * step), 'slow'],
    ['less than 90 % of the best drop', line(2.3, 2.3 - 0.85 * 2.2, 100), 'slow'],
    ['more than 90 % of the best drop', line(2.3, 2.3 - 0.97 * 2.2, 100), 'fast'],
  ];
  for (const [what, losses, verdict] of cases) {
    it(`calls ${what} ${verdict}`, () => assert.equal(verdictBeside(losses), verdict));
  }

  it('does not call a rate too low that lies above the best one', () => {
    const short = line(2.3, 2.3 - 0.85 * 2.2, 100);
    assert.deepEqual([verdictBeside(short, 0.001), verdictBeside(short, 0.1)], ['slow', 'furious']);
    const finding = judgeSweep([finishedRun(0, 0.01, LEARNING), finishedRun(1, 0.1, short)]).get(1)!;
    assert.match(finding.message, /of the best run, which had the lower rate 0\.01: the rate is too high/);
    assert.deepEqual(finding.remedies, [{ kind: 'set-rate', rate: 0.01 }]);
  });

  it('blames the seed, not the rate, when another seed of the same rate did well', () => {
    const finding = judgeSweep([
      finishedRun(0, 0.01, LEARNING),
      finishedRun(1, 0.01, Array<number>(100).fill(2.303), 2),
    ]).get(1)!;
    assert.equal(finding.cause, 'undetermined');
    assert.match(finding.message, /the same rate: here the seed decides, not the rate/);
    assert.equal(finding.suggestedRate, null);
  });

  it('lets seeds of the best rate differ', () => {
    const findings = judgeSweep([
      finishedRun(0, 0.01, LEARNING),
      finishedRun(1, 0.01, line(2.3, 2.3 - 0.85 * 2.2, 100), 2),
    ]);
    assert.deepEqual(
      [...findings.values()].map(({ symptom }) => symptom),
      ['healthy', 'healthy'],
    );
  });

  it('sees a last update that broke the weights in the loss on the test images', () => {
    const run = finishedRun(0, 1e30, [2.3, 2.3]);
    const broken = {
      ...run,
      result: {
        ...run.result!,
        score: Infinity,
        series: [...run.result!.series, { step: 1, epoch: 1, validationLoss: NaN }],
      },
    };
    assert.equal(judgeSweep([broken]).get(0)!.symptom, 'nan');
  });

  it('does not speak of other rates when there is one', () => {
    assert.doesNotMatch(judgeSweep([finishedRun(0, 1e-7, line(2.3, 2.29, 50))]).get(0)!.message, /other rate/);
  });

  it('calls every rate slow when none of them learned anything', () => {
    const findings = judgeSweep([finishedRun(0, 1e-7, line(2.3, 2.29, 50)), finishedRun(1, 1e-6, line(2.3, 2.28, 50))]);
    assert.deepEqual(
      [...findings.values()].map((finding) => verdictOf([finding])),
      ['slow', 'slow'],
    );
    assert.match(
      findings.get(1)!.message,
      /no other rate of this sweep took a tenth off it: train longer, or try higher rates/,
    );
  });

  it('gives one finding with a suggested rate, its factor and the evidence', () => {
    const furious = judgeSweep([
      finishedRun(0, 0.01, LEARNING),
      finishedRun(1, 0.1, [2.3, 30, ...Array<number>(98).fill(2.31)]),
    ]).get(1)!;
    assert.equal(furious.symptom, 'stuck-at-chance');
    assert.equal(furious.cause, 'rate-too-high');
    assert.equal(furious.suggestedRate, 0.01);
    assert.equal(furious.factor, 0.1);
    assert.equal(furious.fromStep, 1);
    assert.deepEqual(furious.remedies, [{ kind: 'set-rate', rate: 0.01 }]);
    assert.equal(furious.evidence.peakLoss, 30);
    assert.equal(furious.evidence.chance, CHANCE);
    assert.match(furious.message, /^At 0\.1 the loss jumped to 30 at step 1 .* no better than guessing/);
  });

  it('gives a healthy run exactly one finding, healthy, with nothing to do', () => {
    const healthy = judgeSweep([finishedRun(0, 0.01, LEARNING)]).get(0)!;
    assert.equal(healthy.symptom, 'healthy');
    assert.equal(healthy.cause, 'none');
    assert.equal(healthy.suggestedRate, null);
    assert.deepEqual(healthy.remedies, [{ kind: 'nothing' }]);
  });

  describe('of the squared loss', () => {
    /** Guessing is 0.09; networks begin a little above. */
    const squared = (index: number, rate: number, losses: readonly number[]): RunOverview => {
      const run = finishedRun(index, rate, losses);
      return { ...run, spec: { ...run.spec, network: { ...run.spec.network, loss: 'squared' } } };
    };
    const verdicts = (...runs: RunOverview[]): (string | null)[] =>
      [...judgeSweep(runs).values()].map((finding) => verdictOf([finding]));
    const learning = squared(0, 0.01, line(0.11, 0.01, 100));

    it('calls a network that collapsed to guessing furious', () => {
      const dead = squared(1, 0.1, [0.11, 40, ...Array<number>(98).fill(0.09)]);
      assert.deepEqual(verdicts(learning, dead), ['fast', 'furious']);
      assert.match(judgeSweep([learning, dead]).get(1)!.message, /jumped to 40 .* no better than guessing \(0\.09\)/);
    });

    it('does not take the way down to guessing for learning', () => {
      const guessing = [0.11, ...Array<number>(99).fill(0.0901)];
      assert.deepEqual(verdicts(squared(0, 0.001, guessing), squared(1, 0.01, guessing)), ['slow', 'slow']);
      assert.equal(summarizeSweep([squared(0, 0.001, guessing)]).zone, null);
      assert.equal(summarizeSweep([learning]).zone?.best, 0.01);
    });
  });

  it('leaves runs without a result unjudged', () => {
    const run = finishedRun(0, 0.01, LEARNING);
    const findings = judgeSweep([
      run,
      { ...run, index: 1, state: 'running', result: null },
      { ...run, index: 2, result: { ...run.result!, state: 'failed', score: null } },
    ]);
    assert.deepEqual([...findings.keys()], [0]);
  });
});
