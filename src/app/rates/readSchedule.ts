import type { SchedulerOutline } from '../../code/outline/trainingOutline.ts';
import type { Schedule } from '../../domain/schedule.ts';

/** A schedule as code sets it up, in the terms of the domain. */
export interface ReadSchedule {
  readonly schedule: Schedule;
  /** The full rate, of which the schedule's heights are shares. */
  readonly rate: number;
  /** How many of the scheduler's steps make its whole course; null if the code does not show them, but only its shape. */
  readonly steps: number | null;
}

/** Steps for a shape that is the same over any length. */
export const SHAPE_STEPS = 120;

/** An exponential fall is shown until so little is left. */
const LEFT = 0.05;

type Numbers = (name: string, otherwise?: number) => number;

/**
 * Reads a scheduler of PyTorch, Keras or optax by the numbers that its call shows.
 * @param base the optimizer's rate; null if it is not known
 * @returns null for one that cannot be told from numbers alone
 */
export function readSchedule(
  { name, settings }: Pick<SchedulerOutline, 'name' | 'settings'>,
  base: number | null,
): ReadSchedule | null {
  const read = READERS[name];
  // A setting that is neither a number nor a name of something changes the course in ways that are not seen.
  const has = (setting: string): boolean => setting in settings;
  const numbers: Numbers = (setting, otherwise = NaN) => (has(setting) ? (settings[setting].value ?? NaN) : otherwise);
  const text = (setting: string): string => settings[setting]?.text ?? '';
  const found = read?.({ numbers, text, lists: (setting) => settings[setting]?.values ?? [], base: base ?? NaN });
  return found && isWhole(found) ? found : null;
}

interface Given {
  readonly numbers: Numbers;
  readonly text: (setting: string) => string;
  readonly lists: (setting: string) => readonly number[];
  readonly base: number;
}

type Reader = (given: Given) => ReadSchedule | null;

function isWhole({ schedule, rate, steps }: ReadSchedule): boolean {
  const numbers = [
    rate,
    steps ?? 1,
    ...Object.values(schedule).flatMap((value: unknown) => (typeof value === 'number' ? value : [])),
  ];
  return numbers.every(Number.isFinite) && rate > 0 && (steps === null || (steps >= 2 && steps <= 1e8));
}

/** By the last part of the name. Defaults are those of PyTorch 2.13, Keras 3.15 and optax 0.2.8. */
const READERS: Readonly<Record<string, Reader | undefined>> = {
  StepLR: ({ numbers, base }) => ({
    schedule: { name: 'step', factor: numbers('gamma', 0.1), every: numbers('step_size') },
    rate: base,
    steps: 4 * numbers('step_size'),
  }),
  MultiStepLR: ({ numbers, lists, base }) => {
    const at = lists('milestones');
    return at.length === 0
      ? null
      : {
          schedule: { name: 'multi-step', factor: numbers('gamma', 0.1), at },
          rate: base,
          steps: Math.round(Math.max(...at) * 1.3),
        };
  },
  ExponentialLR: ({ numbers, base }) => exponential(base, numbers('gamma'), 1),
  CosineAnnealingLR: ({ numbers, base }) => ({
    schedule: { name: 'cosine', end: numbers('eta_min', 0) / base, over: numbers('T_max') },
    rate: base,
    steps: numbers('T_max'),
  }),
  CosineAnnealingWarmRestarts: ({ numbers, base }) =>
    restarts(base, numbers('T_0'), numbers('T_mult', 1), numbers('eta_min', 0) / base),
  OneCycleLR: ({ numbers, text }) => {
    const steps = numbers('total_steps', numbers('epochs') * numbers('steps_per_epoch'));
    const start = 1 / numbers('div_factor', 25);
    const anneal = /linear/.test(text('anneal_strategy')) ? 'linear' : 'cosine';
    if (/True/.test(text('three_phase'))) return null;
    return oneCycle(
      numbers('max_lr'),
      numbers('pct_start', 0.3),
      start,
      start / numbers('final_div_factor', 1e4),
      anneal,
      Number.isFinite(steps) ? steps : null,
    );
  },
  LinearLR: ({ numbers, base }) => {
    const over = numbers('total_iters', 5);
    return {
      schedule: { name: 'linear', start: numbers('start_factor', 1 / 3), end: numbers('end_factor', 1), over },
      rate: base,
      steps: Math.round(1.3 * over),
    };
  },
  PolynomialLR: ({ numbers, base }) => polynomial(base, 0, numbers('power', 1), numbers('total_iters', 5)),

  ExponentialDecay: ({ numbers, text }) =>
    decay(
      numbers('initial_learning_rate'),
      numbers('decay_rate'),
      numbers('decay_steps'),
      /True|true/.test(text('staircase')),
    ),
  PolynomialDecay: ({ numbers, text }) =>
    /True/.test(text('cycle'))
      ? null
      : polynomial(
          numbers('initial_learning_rate'),
          numbers('end_learning_rate', 1e-4),
          numbers('power', 1),
          numbers('decay_steps'),
        ),
  CosineDecay: ({ numbers, text }) => {
    const isWarm = text('warmup_target') !== '' && text('warmup_target') !== 'None';
    const initial = numbers('initial_learning_rate');
    const rate = isWarm ? numbers('warmup_target') : initial;
    return cosine(
      rate,
      numbers('alpha', 0),
      numbers('decay_steps'),
      isWarm ? { steps: numbers('warmup_steps', 0), start: initial / rate } : null,
    );
  },
  CosineDecayRestarts: ({ numbers }) =>
    numbers('m_mul', 1) === 1
      ? restarts(
          numbers('initial_learning_rate'),
          numbers('first_decay_steps'),
          numbers('t_mul', 2),
          numbers('alpha', 0),
        )
      : null,

  linear_schedule: ({ numbers }) => {
    const [start, end] = [numbers('init_value'), numbers('end_value')];
    const rate = Math.max(start, end);
    const over = numbers('transition_steps');
    return numbers('transition_begin', 0) === 0
      ? { schedule: { name: 'linear', start: start / rate, end: end / rate, over }, rate, steps: over }
      : null;
  },
  polynomial_schedule: ({ numbers }) =>
    numbers('transition_begin', 0) === 0
      ? polynomial(numbers('init_value'), numbers('end_value'), numbers('power'), numbers('transition_steps'))
      : null,
  exponential_decay: ({ numbers, text }) =>
    numbers('transition_begin', 0) === 0 && text('end_value') === ''
      ? decay(numbers('init_value'), numbers('decay_rate'), numbers('transition_steps'), /True/.test(text('staircase')))
      : null,
  cosine_decay_schedule: ({ numbers }) =>
    numbers('exponent', 1) === 1
      ? cosine(numbers('init_value'), numbers('alpha', 0), numbers('decay_steps'), null)
      : null,
  cosine_onecycle_schedule: ({ numbers }) => {
    const start = 1 / numbers('div_factor', 25);
    return oneCycle(
      numbers('peak_value'),
      numbers('pct_start', 0.3),
      start,
      start / numbers('final_div_factor', 1e4),
      'cosine',
      numbers('transition_steps'),
    );
  },
  warmup_cosine_decay_schedule: ({ numbers }) => {
    const [rate, warmup] = [numbers('peak_value'), numbers('warmup_steps')];
    if (numbers('exponent', 1) !== 1) return null;
    return cosine(rate, numbers('end_value', 0) / rate, numbers('decay_steps') - warmup, {
      steps: warmup,
      start: numbers('init_value') / rate,
    });
  },
};

function exponential(rate: number, factor: number, every: number): ReadSchedule | null {
  if (!(factor > 0 && factor < 1)) return null;
  return {
    schedule: { name: 'exponential', factor, every },
    rate,
    steps: Math.ceil((Math.log(LEFT) / Math.log(factor)) * every),
  };
}

function decay(rate: number, factor: number, every: number, stairs: boolean): ReadSchedule | null {
  const smooth = exponential(rate, factor, every);
  return smooth && stairs ? { ...smooth, schedule: { name: 'step', factor, every } } : smooth;
}

function cosine(
  rate: number,
  end: number,
  over: number,
  warmUp: { readonly steps: number; readonly start: number } | null,
): ReadSchedule {
  const warmth = warmUp && warmUp.steps > 0 ? { warmup: warmUp.steps, warmupStart: warmUp.start } : {};
  return { schedule: { name: 'cosine', end, over, ...warmth }, rate, steps: over + (warmth.warmup ?? 0) };
}

function restarts(rate: number, period: number, growth: number, end: number): ReadSchedule | null {
  if (!(growth >= 1)) return null;
  return {
    schedule: { name: 'cosine-restarts', end, growth, period },
    rate,
    steps: Math.round(period * (1 + growth + growth * growth)),
  };
}

function polynomial(rate: number, end: number, power: number, over: number): ReadSchedule {
  return { schedule: { name: 'polynomial', power, end: end / rate, over }, rate, steps: over };
}

function oneCycle(
  rate: number,
  rise: number,
  start: number,
  end: number,
  anneal: 'cosine' | 'linear',
  steps: number | null,
): ReadSchedule | null {
  // A climb of less than two steps is none.
  if (!(rise > 0 && rise < 1) || (steps !== null && steps * rise < 2)) return null;
  return { schedule: { name: 'one-cycle', rise: { percent: 100 * rise }, start, end, anneal }, rate, steps };
}
