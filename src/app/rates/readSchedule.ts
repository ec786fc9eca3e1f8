import type { SchedulerOutline } from '../../code/outline/trainingOutline.ts';
import type { Schedule } from '../../domain/schedule.ts';

/** A schedule that code creates, converted to one of the domain. */
export interface CodeSchedule {
  readonly schedule: Schedule;
  /** The full rate; the schedule has factors of it. */
  readonly rate: number;
  /** The number of scheduler steps from start to end; null if the code shows only the shape of the schedule. */
  readonly steps: number | null;
}

/** Steps for a schedule with the same shape at any length. */
export const SHAPE_STEPS = 120;

/** An exponential decay is drawn down to this fraction of the rate. */
const REMAINING_SHARE = 0.05;

type ReadNumber = (name: string, defaultValue?: number) => number;

/**
 * Reads a scheduler of PyTorch, Keras or optax from the numbers in its call.
 * @param base the optimizer's rate; null if unknown
 * @returns null if the numbers don't tell
 */
export function readSchedule(
  { name, settings }: Pick<SchedulerOutline, 'name' | 'settings'>,
  base: number | null,
): CodeSchedule | null {
  const read = READERS[name];
  // A setting without a number isn't the default: it changes the schedule in an unknown way.
  const has = (setting: string): boolean => setting in settings;
  const number: ReadNumber = (setting, defaultValue = NaN) =>
    has(setting) ? (settings[setting].value ?? NaN) : defaultValue;
  const text = (setting: string): string => settings[setting]?.text ?? '';
  const found = read?.({
    number,
    text,
    list: (setting) => settings[setting]?.lengths.map(({ value }) => value ?? NaN) ?? [],
    base: base ?? NaN,
  });
  return found && isComplete(found) ? found : null;
}

interface SchedulerArguments {
  readonly number: ReadNumber;
  readonly text: (setting: string) => string;
  readonly list: (setting: string) => readonly number[];
  readonly base: number;
}

type Reader = (given: SchedulerArguments) => CodeSchedule | null;

function isComplete({ schedule, rate, steps }: CodeSchedule): boolean {
  const numbers = [
    rate,
    steps ?? 1,
    ...Object.values(schedule).flatMap((value: unknown) => (typeof value === 'number' ? value : [])),
  ];
  return numbers.every(Number.isFinite) && rate > 0 && (steps === null || (steps >= 2 && steps <= 1e8));
}

/** By the last part of the name. Defaults are those of PyTorch 2.13, Keras 3.15 and optax 0.2.8. */
const READERS: Readonly<Record<string, Reader | undefined>> = {
  StepLR: ({ number, base }) => ({
    schedule: { name: 'step', factor: number('gamma', 0.1), every: number('step_size') },
    rate: base,
    steps: 4 * number('step_size'),
  }),
  MultiStepLR: ({ number, list, base }) => {
    const at = list('milestones');
    return at.length === 0
      ? null
      : {
          schedule: { name: 'multi-step', factor: number('gamma', 0.1), at },
          rate: base,
          steps: Math.round(Math.max(...at) * 1.3),
        };
  },
  ExponentialLR: ({ number, base }) => exponential(base, number('gamma'), 1),
  CosineAnnealingLR: ({ number, base }) => ({
    schedule: { name: 'cosine', end: number('eta_min', 0) / base, over: number('T_max') },
    rate: base,
    steps: number('T_max'),
  }),
  CosineAnnealingWarmRestarts: ({ number, base }) =>
    restarts(base, number('T_0'), number('T_mult', 1), number('eta_min', 0) / base),
  OneCycleLR: ({ number, text }) => {
    const steps = number('total_steps', number('epochs') * number('steps_per_epoch'));
    const start = 1 / number('div_factor', 25);
    const anneal = /linear/.test(text('anneal_strategy')) ? 'linear' : 'cosine';
    if (/True/.test(text('three_phase'))) return null;
    return oneCycle(
      number('max_lr'),
      number('pct_start', 0.3),
      start,
      start / number('final_div_factor', 1e4),
      anneal,
      Number.isFinite(steps) ? steps : null,
    );
  },
  LinearLR: ({ number, base }) => {
    const over = number('total_iters', 5);
    return {
      schedule: { name: 'linear', start: number('start_factor', 1 / 3), end: number('end_factor', 1), over },
      rate: base,
      steps: Math.round(1.3 * over),
    };
  },
  PolynomialLR: ({ number, base }) => polynomial(base, 0, number('power', 1), number('total_iters', 5)),

  ExponentialDecay: ({ number, text }) =>
    decay(
      number('initial_learning_rate'),
      number('decay_rate'),
      number('decay_steps'),
      /True|true/.test(text('staircase')),
    ),
  PolynomialDecay: ({ number, text }) =>
    /True/.test(text('cycle'))
      ? null
      : polynomial(
          number('initial_learning_rate'),
          number('end_learning_rate', 1e-4),
          number('power', 1),
          number('decay_steps'),
        ),
  CosineDecay: ({ number, text }) => {
    const isWarm = text('warmup_target') !== '' && text('warmup_target') !== 'None';
    const initial = number('initial_learning_rate');
    const rate = isWarm ? number('warmup_target') : initial;
    return cosine(
      rate,
      number('alpha', 0),
      number('decay_steps'),
      isWarm ? { steps: number('warmup_steps', 0), start: initial / rate } : null,
    );
  },
  CosineDecayRestarts: ({ number }) =>
    number('m_mul', 1) === 1
      ? restarts(number('initial_learning_rate'), number('first_decay_steps'), number('t_mul', 2), number('alpha', 0))
      : null,

  linear_schedule: ({ number }) => {
    const [start, end] = [number('init_value'), number('end_value')];
    const rate = Math.max(start, end);
    const over = number('transition_steps');
    return number('transition_begin', 0) === 0
      ? { schedule: { name: 'linear', start: start / rate, end: end / rate, over }, rate, steps: over }
      : null;
  },
  polynomial_schedule: ({ number }) =>
    number('transition_begin', 0) === 0
      ? polynomial(number('init_value'), number('end_value'), number('power'), number('transition_steps'))
      : null,
  exponential_decay: ({ number, text }) =>
    number('transition_begin', 0) === 0 && text('end_value') === ''
      ? decay(number('init_value'), number('decay_rate'), number('transition_steps'), /True/.test(text('staircase')))
      : null,
  cosine_decay_schedule: ({ number }) =>
    number('exponent', 1) === 1 ? cosine(number('init_value'), number('alpha', 0), number('decay_steps'), null) : null,
  cosine_onecycle_schedule: ({ number }) => {
    const start = 1 / number('div_factor', 25);
    return oneCycle(
      number('peak_value'),
      number('pct_start', 0.3),
      start,
      start / number('final_div_factor', 1e4),
      'cosine',
      number('transition_steps'),
    );
  },
  warmup_cosine_decay_schedule: ({ number }) => {
    const [rate, warmup] = [number('peak_value'), number('warmup_steps')];
    if (number('exponent', 1) !== 1) return null;
    return cosine(rate, number('end_value', 0) / rate, number('decay_steps') - warmup, {
      steps: warmup,
      start: number('init_value') / rate,
    });
  },
};

function exponential(rate: number, factor: number, every: number): CodeSchedule | null {
  if (!(factor > 0 && factor < 1)) return null;
  return {
    schedule: { name: 'exponential', factor, every },
    rate,
    steps: Math.ceil((Math.log(REMAINING_SHARE) / Math.log(factor)) * every),
  };
}

function decay(rate: number, factor: number, every: number, stairs: boolean): CodeSchedule | null {
  const smooth = exponential(rate, factor, every);
  return smooth && stairs ? { ...smooth, schedule: { name: 'step', factor, every } } : smooth;
}

function cosine(
  rate: number,
  end: number,
  over: number,
  warmUp: { readonly steps: number; readonly start: number } | null,
): CodeSchedule {
  const warmUpSettings = warmUp && warmUp.steps > 0 ? { warmup: warmUp.steps, warmupStart: warmUp.start } : {};
  return {
    schedule: { name: 'cosine', end, over, ...warmUpSettings },
    rate,
    steps: over + (warmUpSettings.warmup ?? 0),
  };
}

function restarts(rate: number, period: number, growth: number, end: number): CodeSchedule | null {
  if (!(growth >= 1)) return null;
  return {
    schedule: { name: 'cosine-restarts', end, growth, period },
    rate,
    steps: Math.round(period * (1 + growth + growth * growth)),
  };
}

function polynomial(rate: number, end: number, power: number, over: number): CodeSchedule {
  return { schedule: { name: 'polynomial', power, end: end / rate, over }, rate, steps: over };
}

function oneCycle(
  rate: number,
  rise: number,
  start: number,
  end: number,
  anneal: 'cosine' | 'linear',
  steps: number | null,
): CodeSchedule | null {
  // A rise needs at least two steps.
  if (!(rise > 0 && rise < 1) || (steps !== null && steps * rise < 2)) return null;
  return { schedule: { name: 'one-cycle', rise: { percent: 100 * rise }, start, end, anneal }, rate, steps };
}
