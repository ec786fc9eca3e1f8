import assert from 'node:assert/strict';
import { verdictOf } from '../../../src/domain/finding.ts';
import { judgeSweep } from '../../../src/domain/judgement.ts';
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
    ['a run that learned and fell back to chance', [...line(2.3, 0.4, 40), ...Array<number>(60).fill(2.303)], 'furious'],
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
    const finding = judgeSweep([finishedRun(0, 0.01, LEARNING), finishedRun(1, 0.01, Array<number>(100).fill(2.303), 2)]).get(1)!;
    assert.equal(finding.cause, 'undetermined');
    assert.match(finding.message, /the same rate: here the seed decides, not the rate/);
    assert.equal(finding.suggestedRate, null);
  });

  it('lets seeds of the best rate differ', () => {
    const findings = judgeSweep([finishedRun(0, 0.01, LEARNING), finishedRun(1, 0.01, line(2.3, 2.3 - 0.85 * 2.2, 100), 2)]);
    assert.deepEqual([...findings.values()].map(({ symptom }) => symptom), ['healthy', 'healthy']);
  });

  it('sees a last update that broke the weights in the loss on the test images', () => {
    const run = finishedRun(0, 1e30, [2.3, 2.3]);
    const broken = { ...run, result: { ...run.result!, score: Infinity, series: [...run.result!.series, { step: 1, epoch: 1, validationLoss: NaN }] } };
    assert.equal(judgeSweep([broken]).get(0)!.symptom, 'nan');
  });

  it('does not speak of other rates when there is one', () => {
    assert.doesNotMatch(judgeSweep([finishedRun(0, 1e-7, line(2.3, 2.29, 50))]).get(0)!.message, /other rate/);
  });

  it('calls every rate slow when none of them learned anything', () => {
    const findings = judgeSweep([finishedRun(0, 1e-7, line(2.3, 2.29, 50)), finishedRun(1, 1e-6, line(2.3, 2.28, 50))]);
    assert.deepEqual([...findings.values()].map((finding) => verdictOf([finding])), ['slow', 'slow']);
    assert.match(findings.get(1)!.message, /no other rate of this sweep took a tenth off it: train longer, or try higher rates/);
  });

  it('gives one finding with a suggested rate, its factor and the evidence', () => {
    const furious = judgeSweep([finishedRun(0, 0.01, LEARNING), finishedRun(1, 0.1, [2.3, 30, ...Array<number>(98).fill(2.31)])]).get(1)!;
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

  it('leaves runs without a result unjudged', () => {
    const run = finishedRun(0, 0.01, LEARNING);
    const findings = judgeSweep([run, { ...run, index: 1, state: 'running', result: null }, { ...run, index: 2, result: { ...run.result!, state: 'failed', score: null } }]);
    assert.deepEqual([...findings.keys()], [0]);
  });
});
