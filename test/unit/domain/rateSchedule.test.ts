import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fromJson } from '../../../src/domain/json.ts';
import { createRateSchedule } from '../../../src/domain/rateSchedule.ts';
import type { RateSchedule } from '../../../src/domain/rateSchedule.ts';
import { parseSchedule, SCHEDULE_NAMES } from '../../../src/domain/scheduleText.ts';

interface RecordedCase {
  /** As it is typed. */
  readonly schedule: string;
  readonly learningRate: number;
  readonly rates: readonly number[];
}

/** What test/support/python/scheduleRates.py writes. */
interface Recording {
  readonly totalSteps: number;
  /** The rates of the updates 1, 2, … */
  readonly cases: readonly RecordedCase[];
  readonly losses: readonly number[];
  /** The rates after each of the losses. */
  readonly plateauCases: readonly RecordedCase[];
}

const RECORDING = fromJson(readFileSync(path.resolve('test/unit/domain/scheduleRates.json'), 'utf8')) as Recording;
const TOLERANCE = 1e-9;

function scheduleOf(text: string, learningRate: number, totalSteps: number): RateSchedule {
  return createRateSchedule(parseSchedule(text), learningRate, totalSteps);
}

/** The rates of the updates 1 to `steps`. */
function ratesOf(text: string, learningRate: number, totalSteps: number, steps = totalSteps): number[] {
  const schedule = scheduleOf(text, learningRate, totalSteps);
  return Array.from({ length: steps }, (_, index) => schedule.rate(index + 1));
}

function assertClose(actual: readonly number[], expected: readonly number[], tolerance = TOLERANCE): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, index) =>
    assert.ok(
      Math.abs(value - expected[index]) <= tolerance,
      `entry ${index} is ${value} instead of ${expected[index]}`,
    ),
  );
}

describe("the rates of PyTorch's schedulers", () => {
  for (const { schedule, learningRate, rates } of RECORDING.cases) {
    it(`are those of ${schedule}`, () =>
      assertClose(ratesOf(schedule, learningRate, RECORDING.totalSteps, rates.length), rates));
  }

  for (const { schedule, learningRate, rates } of RECORDING.plateauCases) {
    it(`are those of ${schedule}, with losses that are no numbers among the rest`, () => {
      const plateau = scheduleOf(schedule, learningRate, RECORDING.totalSteps);
      const observed = RECORDING.losses.map((loss) => (plateau.observe(loss), plateau.rate(1)));
      assertClose(observed, rates);
      assert.ok(new Set(rates).size > 1, 'the recording reduces the rate');
    });
  }

  it('are recorded for every schedule that PyTorch has', () => {
    const recorded = new Set(
      [...RECORDING.cases, ...RECORDING.plateauCases].map(({ schedule }) => parseSchedule(schedule).name),
    );
    assert.deepEqual(
      SCHEDULE_NAMES.filter((name) => !recorded.has(name)),
      ['wsd'],
    );
  });
});

describe('a schedule by its formula, at a rate of 1 over 100 steps', () => {
  const rows: [schedule: string, expected: Record<number, number>][] = [
    ['constant', { 1: 1, 50: 1, 100: 1 }],
    ['step', { 1: 1, 34: 1, 35: 0.1, 68: 0.1, 69: 0.01, 100: 0.01 }],
    ['multi-step', { 1: 1, 50: 1, 51: 0.1, 75: 0.1, 76: 0.01, 100: 0.01 }],
    ['exponential', { 1: 1, 51: 0.1, 101: 0.01 }],
    ['cosine', { 1: 1, 51: 0.5, 101: 0 }],
    ['cosine,end=0.2', { 1: 1, 51: 0.6, 101: 0.2 }],
    ['cosine-restarts,period=40,growth=1', { 1: 1, 21: 0.5, 41: 1, 61: 0.5, 81: 1 }],
    ['cosine-restarts,period=20', { 1: 1, 11: 0.5, 21: 1, 41: 0.5, 61: 1, 101: 0.5 }],
    ['linear', { 1: 1, 51: 0.5, 100: 0.01, 101: 0 }],
    ['polynomial,power=2', { 1: 1, 51: 0.25, 100: 0.0001, 101: 0 }],
    ['one-cycle', { 1: 0.04, 30: 1, 65: (1 + 4e-6) / 2, 100: 4e-6 }],
    ['one-cycle,anneal=linear,rise=11,start=0.5,end=0', { 1: 0.5, 6: 0.75, 11: 1, 100: 0 }],
    ['wsd', { 1: 1 / 6, 5: 5 / 6, 6: 1, 90: 1, 91: 1, 96: 0.5, 100: 0.1, 101: 0 }],
    ['wsd,decay=20,end=0.1,warmup=0', { 1: 1, 81: 1, 91: 0.55, 101: 0.1, 102: 0.1 }],
    ['reduce-on-plateau', { 1: 1, 100: 1 }],
    ['constant,warmup=3', { 1: 0.25, 2: 0.5, 3: 0.75, 4: 1, 100: 1 }],
    ['constant,warmup=2.6%', { 1: 0.25, 2: 0.5, 3: 0.75, 4: 1, 100: 1 }],
    ['step,warmup=10', { 11: 1, 40: 1, 41: 0.1, 70: 0.1, 71: 0.01 }],
    ['exponential,warmup=50', { 51: 1, 76: 0.1, 101: 0.01 }],
    ['multi-step,at=20%:60,warmup=10', { 20: 1, 21: 0.1, 60: 0.1, 61: 0.01 }],
  ];
  for (const [schedule, expected] of rows) {
    it(schedule, () => {
      const steps = Object.keys(expected).map(Number);
      const rates = scheduleOf(schedule, 1, 100);
      assertClose(
        steps.map((step) => rates.rate(step)),
        Object.values(expected),
        1e-12,
      );
    });
  }

  it('scales with the learning rate', () => {
    for (const { schedule } of RECORDING.cases)
      assertClose(
        ratesOf(schedule, 0.003, 120),
        ratesOf(schedule, 3, 120).map((rate) => rate / 1000),
        1e-15,
      );
  });
});

describe('a schedule beyond its length', () => {
  for (const schedule of ['cosine,over=50,end=0.1', 'linear,over=50,end=0.1', 'polynomial,over=50,end=0.1']) {
    it(`stays at its end: ${schedule}`, () =>
      assertClose(ratesOf(schedule, 1, 100).slice(50), Array<number>(50).fill(0.1), 1e-12));
  }

  it('fills what the warm-up left when it has no length of its own', () => {
    for (const name of ['cosine', 'linear', 'polynomial']) {
      const rates = ratesOf(`${name},warmup=20`, 1, 100, 101);
      assert.ok(rates[99] > 0);
      assert.equal(rates[100], 0);
    }
    const restarts = ratesOf('cosine-restarts,warmup=30', 1, 100);
    assert.deepEqual(
      restarts.flatMap((rate, index) => (rate === 1 ? [index] : [])),
      [30, 40, 60],
    );
  });
});

describe('a warm-up', () => {
  for (const name of SCHEDULE_NAMES.filter((known) => known !== 'one-cycle')) {
    it(`leads up to ${name} without a jump`, () => {
      const rates = ratesOf(`${name},warmup=40`, 1, 1000);
      assertClose(
        rates.slice(0, 41),
        Array.from({ length: 41 }, (_, index) => (index + 1) / 41),
        1e-12,
      );
      assert.ok(rates[41] > 0.8);
    });
  }

  it('leads up to where the schedule begins, if that is not the full rate', () => {
    assertClose(ratesOf('linear,start=0.5,end=1,warmup=4', 1, 100).slice(0, 5), [0.1, 0.2, 0.3, 0.4, 0.5], 1e-12);
    assertClose(ratesOf('multi-step,at=2,warmup=4', 1, 100).slice(0, 5), [0.02, 0.04, 0.06, 0.08, 0.1], 1e-12);
  });

  it('of no steps changes nothing', () =>
    assert.deepEqual(ratesOf('cosine,warmup=0', 1, 100), ratesOf('cosine', 1, 100)));

  it('that would take the whole run is refused', () => {
    assert.throws(() => scheduleOf('cosine,warmup=100', 1, 100), {
      name: 'RangeError',
      message: /A warm-up of 100 steps takes up the whole run of 100 steps: /,
    });
    assert.throws(() => scheduleOf('cosine,warmup=100%', 1, 100), RangeError);
    assert.equal(scheduleOf('cosine,warmup=99', 1, 100).rate(100), 1);
    assert.throws(() => scheduleOf('one-cycle,rise=100%', 1, 100), {
      name: 'RangeError',
      message: /one-cycle rises for 100 steps, but the run has 100 steps/,
    });
    assert.throws(() => scheduleOf('cosine,warmup=1', 1, 1), {
      name: 'RangeError',
      message: /A warm-up of 1 step takes up the whole run of 1 step: /,
    });
    assert.throws(() => scheduleOf('wsd,warmup=60%,decay=41%', 1, 100), {
      name: 'RangeError',
      message: /The decay of wsd takes 41 steps, but only 40 steps are left after the warm-up\./,
    });
  });
});

describe('runs of few steps', () => {
  for (const name of SCHEDULE_NAMES) {
    it(`have finite rates, none above the learning rate, with ${name}`, () => {
      for (const steps of [1, 2, 3, 4, 7]) {
        for (const rate of ratesOf(name, 0.1, steps, steps + 1))
          assert.ok(rate >= 0 && rate <= 0.1 + 1e-12, `${rate} in ${steps} steps`);
      }
    });
  }
});

describe('a rate without a schedule', () => {
  it('stays as it is, to the bit', () => {
    const rates = createRateSchedule(undefined, 0.1, 10);
    rates.observe(NaN);
    assert.deepEqual([rates.rate(1), rates.rate(10), rates.state()], [0.1, 0.1, null]);
  });
});

describe('reduce-on-plateau', () => {
  it('lowers a rate that is still warming up, too', () => {
    const plateau = scheduleOf('reduce-on-plateau,patience=0,warmup=9,factor=0.5', 1, 100);
    plateau.observe(1);
    assert.equal(plateau.rate(5), 0.5);
    plateau.observe(1);
    assertClose([plateau.rate(5), plateau.rate(10)], [0.25, 0.5], 1e-12);
  });

  it('goes on from its state, through JSON, as if it had never stopped', () => {
    const text = 'reduce-on-plateau,patience=1,cooldown=2,factor=0.5';
    const whole = scheduleOf(text, 0.1, 100);
    let parts = scheduleOf(text, 0.1, 100);
    for (const loss of RECORDING.losses) {
      whole.observe(loss);
      parts.observe(loss);
      const state: unknown = JSON.parse(JSON.stringify(parts.state()));
      parts = scheduleOf(text, 0.1, 100);
      parts.restore(state as ReturnType<RateSchedule['state']>);
      assert.equal(parts.rate(1), whole.rate(1));
    }
    assert.ok(whole.rate(1) < 0.05);
  });
});
