import assert from 'node:assert/strict';
import { isPruned, Pruning } from '../../../src/app/pruning.ts';
import type { RunRecord } from '../../../src/domain/experiment.ts';
import type { RunResult } from '../../../src/domain/run.ts';
import { RunTracker } from '../../../src/domain/runTracker.ts';
import { presetChoice } from '../../../src/kinds/sweep/choice.ts';
import { planSweep } from '../../../src/kinds/sweep/plan.ts';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { PruneReason } from '../../../src/runs/runner.ts';
import { sweepOf } from '../../support/runs.ts';

/** 157 steps an epoch, three epochs. */
const TOTAL = 471;
const LEARNING = (step: number): number => 0.1 + 2.2 * Math.exp((-8 * step) / TOTAL);
const CHANCE = (): number => 2.3;

interface Run {
  readonly record: RunRecord;
  tracker: RunTracker;
  result: RunResult | null;
}

describe('Pruning', () => {
  /** Runs at 0.01, 0.03 and 1, with each seed. */
  function newRuns(seeds = 1): Run[] {
    const choice = { ...presetChoice(SLOW_FAST_FURIOUS), learningRates: [0.01, 0.03, 1], seeds };
    return planSweep(choice).runs.map((record) => ({ record, tracker: new RunTracker(record), result: null }));
  }

  /** What the worker reports up to a share of a run's steps. */
  function train(pruning: Pruning | null, run: Run, loss: (step: number) => number, share: number): void {
    run.tracker.apply({ type: 'started', run: 'x', facts: run.record.facts });
    const samples = Array.from({ length: Math.round(share * TOTAL) + 1 }, (_, step) => ({ step, loss: loss(step) }));
    const event = { type: 'samples', samples } as const;
    run.tracker.apply(event);
    pruning?.onEvent(run, event);
  }

  function finish(run: Run): void {
    run.tracker.apply({ type: 'ended', state: 'finished' });
    run.result = run.tracker.result();
  }

  const stopped = (pruning: Pruning, runs: readonly Run[]): (number | null)[] =>
    runs.filter((run) => pruning.signalOf(run)!.aborted).map(({ record }) => record.facts.rate);

  it('stops a run beside better ones, and says in numbers why', () => {
    const runs = newRuns();
    const pruning = new Pruning(runs);
    for (const run of runs.slice(0, 2)) train(pruning, run, LEARNING, 0.5);
    train(pruning, runs[2], CHANCE, 0.21);
    assert.deepEqual(stopped(pruning, runs), [1]);
    const { reason } = pruning.signalOf(runs[2])! as { reason: unknown };
    assert.ok(reason instanceof PruneReason);
    assert.match(
      reason.text,
      /^Stopped early, after 20% of its steps: its loss was 2\.3 when that of the run at 0\.0[13] was 0\.[67]\d*, too far behind to catch up\.$/,
    );
  });

  it('stops a run as soon as a better one has got far enough, though it sends nothing itself', () => {
    const runs = newRuns();
    const pruning = new Pruning(runs);
    train(pruning, runs[2], CHANCE, 0.3);
    assert.deepEqual(stopped(pruning, runs), []);
    for (const run of runs.slice(0, 2)) train(pruning, run, LEARNING, 0.5);
    assert.deepEqual(stopped(pruning, runs), [1]);
  });

  it('stops runs of programs, whose length is learned while they train', () => {
    const runs = newRuns().map(({ record }) => {
      const planned = { ...record, spec: null, facts: { ...record.facts, total: null } };
      return { record: planned, tracker: new RunTracker(planned), result: null };
    });
    const pruning = new Pruning(runs);
    const trainProgram = (run: Run, loss: (step: number) => number, share: number): void => {
      run.tracker.apply({ type: 'started', run: 'x', facts: { ...run.record.facts, total: TOTAL } });
      const event = { type: 'samples', samples: [{ step: 0, loss: loss(0) }] } as const;
      run.tracker.apply(event);
      pruning.onEvent(run, event);
      const rest = Array.from({ length: Math.round(share * TOTAL) }, (_, step) => ({
        step: step + 1,
        loss: loss(step + 1),
      }));
      run.tracker.apply({ type: 'samples', samples: rest });
      pruning.onEvent(run, { type: 'samples', samples: rest });
    };
    for (const run of runs.slice(0, 2)) trainProgram(run, LEARNING, 0.5);
    trainProgram(runs[2], CHANCE, 0.21);
    assert.deepEqual(stopped(pruning, runs), [1]);
  });

  it('compares runs of one seed only', () => {
    const runs = newRuns(2);
    const pruning = new Pruning(runs);
    for (const run of runs.slice(0, 2)) train(pruning, run, LEARNING, 0.5);
    train(pruning, runs[5], CHANCE, 0.3);
    assert.deepEqual(stopped(pruning, runs), []);
  });

  it('compares with what was trained before it was resumed', () => {
    const runs = newRuns();
    for (const run of runs.slice(0, 2)) {
      train(null, run, LEARNING, 1);
      finish(run);
      // As a training that is resumed has it: what has ended is read from disk.
      run.tracker = new RunTracker(run.record);
    }
    const pruning = new Pruning(runs);
    train(pruning, runs[2], CHANCE, 0.3);
    assert.deepEqual(stopped(pruning, runs), [1]);
  });

  it('is asked for by the choice of a sweep', () => {
    const { record } = sweepOf([], {}, { prune: true });
    assert.equal(isPruned(record), true);
    assert.equal(isPruned(sweepOf([]).record), false);
    assert.equal(isPruned({ ...record, kind: 'training', choice: null }), false);
  });
});
