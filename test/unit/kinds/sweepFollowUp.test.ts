import assert from 'node:assert/strict';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import type { FollowUpName } from '../../../src/kinds/kind.ts';
import type { SweepChoice } from '../../../src/kinds/sweep/choice.ts';
import { followUpChoice, followUpsOf } from '../../../src/kinds/sweep/followUp.ts';
import { summarizeSweep } from '../../../src/kinds/sweep/summary.ts';
import { finishedRun, line, sweepOf } from '../../support/runs.ts';

/** A sweep whose runs end at these losses, by rate. */
function sweep(ends: Readonly<Record<string, number>>, change: Partial<SweepChoice> = {}): ExperimentOverview {
  const runs = Object.entries(ends).map(([rate, end], index) => finishedRun(index, Number(rate), line(2.3, end, 40)));
  return sweepOf(runs, {}, change);
}

const BETWEEN = { 0.1: 2.3, 0.01: 0.1, 0.001: 2 };
const LOWEST = { 0.1: 2.3, 0.01: 0.1 };
const HIGHEST = { 0.01: 0.1, 0.001: 2 };

const labels = (experiment: ExperimentOverview): string[] =>
  followUpsOf(experiment, summarizeSweep(experiment)).map(({ label }) => label);
const follow = (experiment: ExperimentOverview, name: FollowUpName): SweepChoice =>
  followUpChoice(experiment, summarizeSweep(experiment), name);

describe('what follows a sweep', () => {
  it('is to refine where the best rate lies between others, and first to widen where it lies at an end', () => {
    assert.deepEqual(labels(sweep(BETWEEN)), ['Refine Around 0.01']);
    assert.deepEqual(labels(sweep(LOWEST)), ['Widen to Lower Rates', 'Refine Around 0.01']);
    assert.deepEqual(labels(sweep(HIGHEST)), ['Widen to Higher Rates', 'Refine Around 0.01']);
  });

  it('is nothing where no rate learned enough, with a single rate, and before all runs have finished', () => {
    assert.deepEqual(labels(sweep({ 0.1: 2.3, 0.01: 2.3 })), []);
    assert.deepEqual(labels(sweep({ 0.01: 0.1 })), []);
    const { runs, ...rest } = sweep(BETWEEN);
    const [first, ...others] = runs;
    for (const state of ['running', 'failed', 'cancelled'] as const)
      assert.deepEqual(labels({ ...rest, runs: [{ ...first, state, result: null }, ...others] }), []);
  });

  it('trains everything as it was, but for the rates', () => {
    const schedule = parseSchedule('cosine');
    const experiment = sweep(LOWEST, { seeds: 3, schedule, epochs: 7, batchSize: 32, prune: true, preset: 'x' });
    const before = experiment.record.choice as SweepChoice;
    for (const [name, rates, text] of [
      ['widen', [1e-5, 1e-4, 1e-3], '1e-5, 1e-4, 0.001'],
      ['refine', [0.0022, 0.0046, 0.022, 0.046], '4 rates, 0.0022 to 0.046'],
    ] as const)
      assert.deepEqual(follow(experiment, name), { ...before, name: text, preset: null, learningRates: rates });
  });

  it('is refused with the reason', () => {
    assert.throws(() => follow(sweep(BETWEEN), 'widen'), /best rate, 0\.01, isn't the lowest or the highest/);
    assert.throws(() => follow(sweep({ 0.1: 2.3, 0.01: 2.3 }), 'refine'), /No rate in this sweep/);
    assert.throws(() => follow(sweep({ 0.01: 0.1 }), 'refine'), /no rates to add around 0\.01/);
    const { runs, ...rest } = sweep(BETWEEN);
    const pending = { ...rest, runs: runs.map((run) => ({ ...run, state: 'interrupted' as const })) };
    assert.throws(() => follow(pending, 'refine'), /haven't finished/);
  });
});
