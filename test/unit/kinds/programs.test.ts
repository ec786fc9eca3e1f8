import assert from 'node:assert/strict';
import {
  describe as describeExperiment,
  figuresOf,
  nextRun,
  planExperiment,
  summarize,
} from '../../../src/kinds/kinds.ts';
import { confirmationOf } from '../../../src/kinds/programSweep/choice.ts';
import type { ProgramSweepChoice } from '../../../src/kinds/programSweep/choice.ts';
import { programTestChoice, withinRun } from '../../../src/kinds/programTest/choice.ts';
import { MIN_STEPS } from '../../../src/kinds/rangeTest/choice.ts';
import { experimentOf } from '../../support/programExperiments.ts';
import { line } from '../../support/runs.ts';

const PROGRAM = { command: ['python', 'train.py'], cwd: '/work', way: { kind: 'probe' } } as const;
const SWEEP: ProgramSweepChoice = {
  name: 'python train.py',
  program: PROGRAM,
  learningRates: [0.1, 0.01, 0.001],
  seeds: 1,
  steps: null,
  confirms: null,
};

const LEARNING = line(2.3, 0.2, 60);
const SLOW = line(2.3, 2.2, 60);
const BROKEN = [...line(2.3, 20, 20), NaN];

describe('a sweep of a program', () => {
  it('plans the middle rates first, with seeds of its own only where there are several', () => {
    const rates = (seeds: number) =>
      planExperiment('program-sweep', { ...SWEEP, seeds }).runs.map(({ facts, seed }) => [facts.rate, seed]);
    assert.deepEqual(rates(1), [
      [0.01, null],
      [0.1, null],
      [0.001, null],
    ]);
    assert.deepEqual(
      rates(2).map(([, seed]) => seed),
      [1, 1, 1, 2, 2, 2],
    );
    assert.throws(() => planExperiment('program-sweep', { ...SWEEP, seeds: 0 }), RangeError);
  });

  it('has a zone by the first losses, which no one measures before training', () => {
    const experiment = experimentOf('program-sweep', SWEEP, [LEARNING, BROKEN, SLOW]);
    const summary = summarize(experiment);
    assert.ok(summary.kind === 'program-sweep');
    assert.deepEqual(summary.verdicts, { 'rate=0.01': 'fast', 'rate=0.1': 'furious', 'rate=0.001': 'slow' });
    assert.equal(summary.suggestedRate, 0.01);
    const { title, subject, answer } = describeExperiment(experiment, summary, false);
    assert.deepEqual(
      [title, subject, answer.value],
      ['python train.py at 0.001, 0.01, 0.1', 'your program with Adam', '0.01'],
    );
    assert.deepEqual(
      figuresOf(experiment, summary).map(({ name }) => name),
      ['finalLossByRate', 'lossByStep'],
    );
  });

  it('names the runs that there was no time for, and plans none after them', () => {
    const search = { ...SWEEP, learningRates: [0.1, 0.01], search: { maxRuns: 4 } };
    const { record, ...rest } = experimentOf('program-sweep', { ...search, maxMinutes: 5 }, [LEARNING, LEARNING]);
    const runs = rest.runs.map((run) => {
      const result = { ...run.result!, state: 'cancelled', score: null, reason: 'The time ran out.' } as const;
      return run.facts.rate === 0.1 ? { ...run, state: result.state, result } : run;
    });
    const notesOf = (choice: unknown) => {
      const experiment = { ...rest, runs, record: { ...record, choice } };
      assert.equal(nextRun(experiment), null);
      return describeExperiment(experiment, summarize(experiment), false).notes;
    };
    assert.ok(notesOf(record.choice).includes('0.1: The time ran out.'));
    assert.ok(!notesOf(search).includes('0.1: The time ran out.'));
  });

  it('plans no further run unless it searches', () => {
    assert.equal(nextRun(experimentOf('program-sweep', SWEEP, [LEARNING, BROKEN, SLOW])), null);
  });

  it('searches from one result to the next until its runs are used up', () => {
    const search = { ...SWEEP, learningRates: [0.1], search: { maxRuns: 2 } };
    const next = nextRun(experimentOf('program-sweep', search, [BROKEN]));
    assert.ok(next!.facts.rate! < 0.1);
    assert.equal(next!.variant.values.rate, next!.facts.rate);
    const over = { ...search, search: { maxRuns: 1 } };
    assert.equal(nextRun(experimentOf('program-sweep', over, [BROKEN])), null);
    // One that failed measured nothing, and the next one would not either.
    assert.equal(nextRun(experimentOf('program-sweep', search, [null])), null);
  });

  it('searches below a rate whose run ended far above its first loss, though no loss was infinite', () => {
    const search = { ...SWEEP, learningRates: [3], search: { maxRuns: 4 } };
    const { record, variants, runs } = experimentOf('program-sweep', search, [line(2.3, 10, 60)]);
    const unexplained = runs.map((run) => ({ ...run, result: { ...run.result!, findings: [] } }));
    assert.ok(nextRun({ record, variants, runs: unexplained })!.facts.rate! < 3);
  });
});

describe('a range test of a program', () => {
  const CHOICE = programTestChoice({ name: 'python train.py', program: PROGRAM, optimizer: null });
  const rates = Array.from(
    { length: CHOICE.steps },
    (_, step) => CHOICE.from * (CHOICE.to / CHOICE.from) ** (step / (CHOICE.steps - 1)),
  );
  const curve = rates.map((rate) => 0.2 + 2.1 / (1 + (rate / 0.003) ** 2) + (rate / 0.3) ** 4);
  const end = curve.findIndex((loss) => loss > 8);

  it('has no more steps than a run of the program, as far as that is known', () => {
    const stepsWithin = (total: number | null): number => withinRun(CHOICE, total).steps;
    assert.deepEqual([null, 1000, 120, 1].map(stepsWithin), [300, 300, 120, MIN_STEPS]);
  });

  it('suggests a rate, with its cost in full runs of the program', () => {
    const test = curve.slice(0, end);
    const summary = summarize(experimentOf('program-test', CHOICE, [test, test], rates));
    assert.ok(summary.kind === 'program-test' && summary.suggestion);
    assert.ok(summary.suggestion.rate > 0.001 && summary.suggestion.rate < 0.3);
    assert.deepEqual(summary.cost, { steps: 2 * end, share: (2 * end) / 1000 });
    assert.deepEqual(
      summary.repeats.map(({ seed, stopped }) => [seed, stopped]),
      [
        [1, true],
        [2, true],
      ],
    );
  });

  it('is repeated with the last seed only where the repeats before it give no rate that they agree on', () => {
    const test = curve.slice(0, end);
    const high = rates.map((rate) => 0.2 + 2.1 / (1 + (rate / 0.03) ** 2) + (rate / 3) ** 4);
    const next = (losses: readonly (readonly number[])[], seeds = 3): number | null =>
      nextRun(experimentOf('program-test', { ...CHOICE, seeds }, losses, rates))?.seed ?? null;
    assert.equal(next([test, test]), null);
    assert.equal(next([test, high]), 3);
    assert.equal(next([test, rates.map(() => 2.3)]), 3, 'one that shows no rate');
    assert.equal(next([test, high, test], 5), 4);
    assert.equal(next([test], 1), null);
    assert.equal(next([test, high], 2), null);
  });

  it('is not repeated where it was cancelled, nor where too many repeats have failed for an answer', () => {
    const { runs, ...rest } = experimentOf('program-test', CHOICE, [curve.slice(0, end), rates.map(() => 2.3)], rates);
    const next = (...states: ('finished' | 'failed' | 'cancelled')[]) =>
      nextRun({ ...rest, runs: runs.map((run, index) => ({ ...run, state: states[index] })) });
    assert.equal(next('finished', 'cancelled'), null);
    assert.equal(next('failed', 'failed'), null);
    assert.equal(next('finished', 'failed')?.seed, 3);
  });

  it('advises what can be done in the editor, too, where it finds no rate', () => {
    const flat = rates.map(() => 2.3);
    const summary = summarize(experimentOf('program-test', CHOICE, [flat, flat, flat], rates));
    assert.ok(summary.kind === 'program-test');
    assert.match(
      summary.refusal!.message,
      /^The loss hardly fell .* Sweep rates of the program instead\. On the command/,
    );
  });

  it('suggests no rate for LBFGS, nor what others would, and is not repeated for it', () => {
    const { runs, ...rest } = experimentOf('program-test', CHOICE, [curve.slice(0, end), rates.map(() => 2.3)], rates);
    const lbfgs = runs.map((run) => ({ ...run, facts: { ...run.facts, optimizer: 'torch.optim.LBFGS' } }));
    const summary = summarize({ ...rest, runs: lbfgs });
    assert.ok(summary.kind === 'program-test');
    assert.deepEqual([summary.suggestion, summary.others], [null, null]);
    assert.equal(summary.refusal!.reason, 'finds-steps');
    assert.match(summary.refusal!.message, /^This optimizer chooses its own step size/);
    assert.equal(nextRun({ ...rest, runs: lbfgs }), null);
    assert.notEqual(nextRun({ ...rest, runs }), null);
  });

  it('is confirmed by short runs around the suggestion: a fifth of a full one, where its length is known', () => {
    const { learningRates, steps, confirms } = confirmationOf(CHOICE, 0.03, 2000);
    assert.deepEqual([learningRates, steps, confirms], [[0.01, 0.03, 0.09], 400, 0.03]);
    assert.equal(confirmationOf(CHOICE, 0.03, null).steps, 200);
    assert.equal(confirmationOf(CHOICE, 0.03, 30).steps, 30);
  });
});
