import assert from 'node:assert/strict';
import type { RunOverview } from '../../../src/domain/experiment.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { sweepNotes } from '../../../src/kinds/sweep/notes.ts';
import { summarizeSweep } from '../../../src/kinds/sweep/summary.ts';
import { finishedRun, line, sweepOf } from '../../support/runs.ts';

const LEARNED = line(2.3, 0.1, 100);
const COLLAPSED = [2.3, 30, ...Array<number>(98).fill(2.31)];

function notes(runs: readonly RunOverview[], preset: string | null = null): string[] {
  const experiment = sweepOf(
    runs.map((run, index) => ({ ...run, index })),
    { preset },
  );
  return sweepNotes(experiment, summarizeSweep(experiment));
}

function run(rate: number, score: number, scoreError = 0.001, seed = 1): RunOverview {
  const finished = finishedRun(0, rate, [2.3, 2.3], seed);
  return { ...finished, result: { ...finished.result!, score, scoreError, findings: [] } };
}

function finding(run: RunOverview, own: Partial<Finding>): RunOverview {
  return { ...run, result: { ...run.result!, findings: [own as Finding] } };
}

describe('the notes of a sweep', () => {
  it('are none where the best rate lies between others that are worse', () => {
    assert.deepEqual(notes([run(0.001, 1), run(0.01, 0.1), run(0.1, 2.3)]), []);
  });

  it('say how far the suggested rate stays away from one that fails', () => {
    const rates = [
      run(2e-4, 1, 0.01),
      run(8e-4, 0.21, 0.01),
      run(3.2e-3, 0.116, 0.01),
      run(1.33e-2, 0.112, 0.01),
      run(5.6e-2, 2.3, 0.01),
    ];
    assert.deepEqual(notes(rates), [
      "0.0032 is suggested instead of 0.0133 because it's farther from rates that fail. It is 18 times lower than 0.056, where training gets worse.",
    ]);
  });

  it('say that a rate is safer where none of those above it fails', () => {
    const [safer, ...more] = notes([run(0.001, 1, 0.01), run(0.01, 0.116, 0.01), run(0.1, 0.112, 0.01)]);
    assert.equal(
      safer,
      '0.01 is suggested although 0.1 did best: both are in the Goldilocks zone, and a lower rate is safer.',
    );
    assert.equal(more.length, 1);
  });

  it('say that a suggested rate was confirmed although a lower one did best', () => {
    const runs = [run(0.001, 0.112, 0.01), run(0.01, 0.116, 0.01)].map((each, index) => ({ ...each, index }));
    const experiment = sweepOf(runs, { preset: null });
    const [group] = summarizeSweep(experiment).groups;
    const suggestion = { rate: 0.01, above: null };
    const summary = { ...summarizeSweep(experiment), groups: [{ ...group, suggestion }] };
    assert.equal(
      sweepNotes(experiment, summary)[0],
      '0.01 is suggested although 0.001 did best: both are in the Goldilocks zone.',
    );
  });

  it('say where to look on when the best rate is the last one tried', () => {
    const [low] = notes([run(0.01, 0.1), run(0.1, 2)]);
    assert.match(low, /^The best rate, 0\.01, is the lowest that was tried.* try 0\.003 and 0\.001 as well\.$/);
    const [high] = notes([run(0.001, 1), run(0.01, 0.1)]);
    assert.match(high, /^The best rate, 0\.01, is the highest that was tried.* try 0\.03 and 0\.1 as well\.$/);
  });

  it('count the seeds that failed at a rate where others learned', () => {
    const seeds = [run(0.01, 0.1), run(0.01, 0.1, 0.001, 2), run(0.01, 2.31, 0.001, 3)];
    assert.match(notes(seeds)[0], /^At 0\.01, 1 of 3 seeds failed to learn; the others learned\./);
  });

  it('count the runs that were stopped early, and the time that this has saved', () => {
    const stopped = (rate: number, steps: number): RunOverview => {
      const { result, facts, ...rest } = finishedRun(0, rate, line(2.3, 2.2, steps + 1));
      return {
        ...rest,
        state: 'pruned',
        facts: { ...facts, total: 100 },
        result: { ...result!, state: 'pruned', score: null },
      };
    };
    const finished = finishedRun(0, 0.01, line(2.3, 0.1, 101));
    const between = finishedRun(0, 0.03, line(2.3, 1.5, 101));
    assert.deepEqual(
      notes([stopped(0.001, 20), finished, between, stopped(1, 40)]).at(-1),
      'Stopped 2 of 4 runs early: about 35% of the time saved.',
    );
    const running: RunOverview = {
      ...between,
      facts: { ...between.facts, total: 100 },
      state: 'running',
      result: null,
    };
    const queued: RunOverview = { ...running, state: 'queued' };
    assert.equal(
      notes([stopped(0.001, 20), finished, running, queued]).at(-1),
      'Stopped 1 of 4 runs early: about 20% of the time saved.',
    );
    const unread = { ...stopped(0.001, 20), result: { ...stopped(0.001, 20).result!, series: {} } };
    assert.equal(notes([unread, finished, between]).at(-1), 'Stopped 1 of 3 runs early.');
  });

  it('say in which direction to go on when no rate was any good', () => {
    const high = [run(0.1, 2.31), run(1, 2.31)].map((each) => finding(each, { cause: 'rate-too-high' }));
    assert.deepEqual(notes(high), ['Every rate was too high: try a range that begins at least ten times lower.']);
    const low = [run(1e-7, 2.29), run(1e-6, 2.29)].map((each) => finding(each, { cause: 'rate-too-low' }));
    assert.deepEqual(notes(low), ['No rate moved the loss: try higher rates, or train longer.']);
  });

  it('name the rate that all curves show together where no rate was any good', () => {
    const estimate = { rate: 0.01, margin: 0.5 };
    const runs = [run(1, 2.31), run(3, 2.31)].map((each) => finding(each, { cause: 'rate-too-high', estimate }));
    assert.equal(
      notes(runs).at(-1),
      'Taken together, the curves suggest a rate near 0.01 (likely between 0.003 and 0.03).',
    );
  });

  it('tell a rate that the curves point to beyond those that were tried from the one that was measured', () => {
    const estimate = { rate: 0.001, margin: 0.5 };
    const runs = [run(0.01, 0.1), run(0.1, 2)].map((each) => finding(each, { cause: 'rate-too-high', estimate }));
    assert.equal(
      notes(runs).at(-1),
      'The shapes of the curves point to a rate near 0.001 (likely between 3e-4 and 0.003). That is an estimate; the suggested 0.01 was measured.',
    );
  });

  describe('on the article of a preset', () => {
    const { name } = SLOW_FAST_FURIOUS;
    const collapsed = (rate: number): RunOverview =>
      finding(finishedRun(0, rate, COLLAPSED), { symptom: 'stuck-at-chance', cause: 'rate-too-high' });
    const article = (runs: readonly RunOverview[], preset: string | null): string[] =>
      notes(runs, preset).filter((note) => note.includes('article'));

    it('say that a seed failed where the article learned', () => {
      const [note, ...more] = article([collapsed(0.1), collapsed(0.01)], name);
      assert.match(note, /^The article reached 96\.2% at 0\.01; here seed 1 failed to learn\. .*try another seed/);
      assert.deepEqual(more, []);
    });

    it('say nothing where ours learned too, where the article failed as well, or where there is no article', () => {
      assert.deepEqual(article([collapsed(0.1), finishedRun(0, 0.01, LEARNED)], name), []);
      assert.deepEqual(article([collapsed(0.1), collapsed(0.01)], null), []);
    });
  });
});
