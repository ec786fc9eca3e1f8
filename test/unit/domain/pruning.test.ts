import assert from 'node:assert/strict';
import { BinnedLosses, PRUNING_BINS, runsToPrune, schedulePace } from '../../../src/domain/pruning.ts';
import type { PrunableRun } from '../../../src/domain/pruning.ts';
import type { Schedule } from '../../../src/domain/schedule.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import { randomNumbers } from '../../support/engine.ts';

const TOTAL = 400;
const INITIAL = Math.log(10);

/** The loss at a share of the steps. */
type Shape = (share: number) => number;

/** Falls to 0.1 as gradient descent does on a quadratic; a lower pace is the same curve, only slower. */
const falling =
  (pace: number): Shape =>
  (share) =>
    0.1 + (INITIAL - 0.1) * Math.exp(-8 * pace * share);
const flat: Shape = () => INITIAL;

function run(rate: number, shape: Shape, done: number, { isRunning = true, isPruned = false } = {}): PrunableRun {
  const losses = new BinnedLosses(TOTAL);
  const random = randomNumbers(Math.round(rate * 1e6));
  for (let step = 0; step <= done * TOTAL; step++) losses.add(step, shape(step / TOTAL) + 0.1 * (random() - 0.5));
  return { rate, losses, isRunning, isPruned };
}

function stopped(runs: readonly PrunableRun[], schedule?: Schedule): number[] {
  return runsToPrune(runs, schedulePace(schedule, TOTAL), INITIAL).map(({ run: { rate } }) => rate);
}

describe('runsToPrune', () => {
  const best = run(0.01, falling(1), 1, { isRunning: false });
  const second = run(0.003, falling(0.6), 1, { isRunning: false });

  it('stops a run that learns nothing beside one that learns, and says what it compared', () => {
    const [{ run: hopeless, evidence }] = runsToPrune(
      [best, second, run(1, flat, 0.2)],
      schedulePace(undefined, TOTAL),
      INITIAL,
    );
    assert.equal(hopeless.rate, 1);
    assert.equal(evidence.share, 0.2);
    assert.equal(evidence.betterRate, 0.01);
    assert.ok(Math.abs(evidence.loss - INITIAL) < 0.05 && evidence.betterLoss < 0.7, JSON.stringify(evidence));
  });

  it('stops nothing before a run has done a sixth of its steps', () => {
    assert.deepEqual(stopped([best, second, run(1, flat, 0.16)]), []);
  });

  it('stops a run that is far too slow, not one that comes into the zone in time', () => {
    assert.deepEqual(stopped([best, second, run(1e-4, falling(0.02), 0.2)]), [1e-4]);
    for (let done = 0.05; done < 1; done += 0.05) {
      assert.deepEqual(stopped([best, second, run(0.002, falling(0.35), done)]), [], `after ${done}`);
    }
  });

  it('never stops the best so far, although it has only begun', () => {
    const losing = run(0.1, flat, 1, { isRunning: false });
    assert.deepEqual(stopped([losing, run(1, flat, 1, { isRunning: false }), run(0.01, falling(1), 0.3)]), []);
  });

  it('waits for a first plateau that the best run had, too', () => {
    const late =
      (pace: number): Shape =>
      (share) =>
        pace * share < 0.15 ? INITIAL : falling(1)(pace * share - 0.15);
    const leader = run(0.01, late(1), 1, { isRunning: false });
    const other = run(0.02, late(0.9), 1, { isRunning: false });
    assert.deepEqual(stopped([leader, other, run(0.005, late(0.6), 0.24)]), []);
  });

  it('lets a run go on that was slow and now falls fast', () => {
    const awakening: Shape = (share) => (share < 0.4 ? INITIAL : INITIAL - 10 * (share - 0.4));
    const asleep: Shape = (share) => Math.max(1.3, INITIAL - 2 * share);
    assert.deepEqual(stopped([best, second, run(0.1, awakening, 0.5)]), []);
    assert.deepEqual(stopped([best, second, run(0.1, asleep, 0.7)]), [0.1]);
  });

  it('gives a rate that is too high the time to fall with its schedule', () => {
    const noisy: Shape = (share) => (share < 0.7 ? 1.6 : 0.15);
    const runs = [best, run(0.02, falling(0.9), 1, { isRunning: false }), run(0.1, noisy, 0.6)];
    assert.deepEqual(stopped(runs), [0.1]);
    assert.deepEqual(stopped(runs, parseSchedule('cosine')), []);
    assert.deepEqual(stopped(runs, parseSchedule('reduce-on-plateau')), []);
  });

  it('compares with no run that has broken or was stopped, and leaves two that have not', () => {
    const broken = run(0.1, (share) => (share < 0.5 ? 0.01 : NaN), 1, { isRunning: false });
    const given = run(0.03, falling(1), 0.5, { isRunning: false, isPruned: true });
    const losers = [run(1, flat, 0.3), run(2, flat, 0.3)];
    assert.deepEqual(stopped([broken, given, ...losers]), []);
    assert.deepEqual(stopped([best, ...losers]), [1], 'the other remains, to compare with');
  });

  it('waits for a better run that has not got as far', () => {
    assert.deepEqual(stopped([run(0.01, falling(1), 0.1), run(0.003, falling(0.6), 0.1), run(1, flat, 0.3)]), []);
  });
});

describe('the time of a schedule', () => {
  it('passes slowly during a warm-up', () => {
    const { time, falls } = schedulePace(parseSchedule('constant,warmup=50%'), TOTAL);
    assert.ok(Math.abs(time[PRUNING_BINS / 2] - 1 / 3) < 0.01, String(time[PRUNING_BINS / 2]));
    assert.equal(time[PRUNING_BINS], 1);
    assert.equal(falls, false);
  });

  it('knows which schedules lower the rate', () => {
    const fall = ['constant', 'cosine', 'one-cycle', 'step', 'reduce-on-plateau'].map(
      (name) => schedulePace(parseSchedule(name), TOTAL).falls,
    );
    assert.deepEqual(fall, [false, true, true, true, true]);
  });
});

describe('binned losses', () => {
  it('average the newest losses, without the one before training', () => {
    const losses = new BinnedLosses(TOTAL);
    losses.add(0, 1e6);
    for (let step = 1; step <= 100; step++) losses.add(step, step <= 80 ? 3 : 1);
    assert.equal(losses.filled, 10);
    assert.deepEqual(losses.window(10), { mean: 1, error: 0 });
    assert.equal(losses.window(8)!.mean, 3);
    assert.equal(new BinnedLosses(TOTAL).window(1), null);
  });

  it('work for runs with fewer steps than bins', () => {
    const losses = new BinnedLosses(5);
    for (let step = 1; step <= 5; step++) losses.add(step, step);
    assert.equal(losses.filled, PRUNING_BINS);
    assert.equal(losses.window(PRUNING_BINS)!.mean, 4.5);
  });
});
