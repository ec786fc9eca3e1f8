import { factor, scheduler } from './catalogEntry.ts';
import type { CatalogEntry, OptimizerEntry, RateParameter, SchedulerEntry } from './catalogEntry.ts';

const OPTIMIZERS = `
  adabelief adadelta adafactor adagrad adam adamax adamaxw adamw adan amsgrad fromage lamb lars lbfgs lion nadam nadamw noisy_sgd novograd
  optimistic_adam optimistic_adam_v2 optimistic_gradient_descent radam rmsprop rprop sgd sign_sgd signum sm3 yogi`.trim().split(/\s+/); // prettier-ignore

const CONTRIBUTED =
  'acprop ademamix simplified_ademamix adopt galore madgrad muon schedule_free_adamw dpsgd sophia'.split(' ');

/** The optimizers of optax 0.2.8 that have a default rate. */
const DEFAULT_RATES: Readonly<Record<string, number>> = {
  cocob: 1,
  dadapt_adamw: 1,
  dog: 1,
  dowg: 1,
  momo: 1,
  momo_adam: 1e-2,
  prodigy: 1,
  schedule_free_sgd: 1,
};

function optaxOptimizer(name: string, defaultRate: number | null): OptimizerEntry {
  const rate: RateParameter = { names: ['learning_rate'], position: 0, part: 'base' };
  return { kind: 'optimizer', name, framework: 'optax', rate, defaultRate, groups: null };
}

const SCHEDULES: readonly SchedulerEntry[] = [
  scheduler('constant_schedule', 'optax', 'is', 'value', { value: 'base' }),
  scheduler('linear_schedule', 'optax', 'is', 'init_value end_value transition_steps transition_begin', { init_value: 'start', end_value: 'end' }),
  scheduler('polynomial_schedule', 'optax', 'is', 'init_value end_value power transition_steps', { init_value: 'start', end_value: 'end' }),
  scheduler('piecewise_constant_schedule', 'optax', 'is', 'init_value boundaries_and_scales', { init_value: 'base' }),
  scheduler('piecewise_interpolate_schedule', 'optax', 'is', 'interpolate_type init_value boundaries_and_scales', { init_value: 'base' }),
  scheduler('exponential_decay', 'optax', 'is', 'init_value transition_steps decay_rate transition_begin staircase end_value', { init_value: 'base', end_value: 'end' }, [factor('decay_rate', { mayGrow: true })]),
  scheduler('cosine_decay_schedule', 'optax', 'is', 'init_value decay_steps alpha', { init_value: 'base' }),
  scheduler('linear_onecycle_schedule', 'optax', 'is', 'transition_steps peak_value pct_start pct_final div_factor final_div_factor', { peak_value: 'peak' }),
  scheduler('cosine_onecycle_schedule', 'optax', 'is', 'transition_steps peak_value pct_start div_factor final_div_factor', { peak_value: 'peak' }),
  scheduler('warmup_constant_schedule', 'optax', 'is', 'init_value peak_value warmup_steps', { init_value: 'start', peak_value: 'peak' }),
  scheduler('warmup_cosine_decay_schedule', 'optax', 'is', 'init_value peak_value warmup_steps decay_steps end_value', { init_value: 'start', peak_value: 'peak', end_value: 'end' }),
  scheduler('warmup_exponential_decay_schedule', 'optax', 'is', 'init_value peak_value warmup_steps transition_steps decay_rate transition_begin staircase end_value', { init_value: 'start', peak_value: 'peak', end_value: 'end' }),
  scheduler('sgdr_schedule', 'optax', 'is', 'cosine_kwargs', {}),
]; // prettier-ignore

/** By dotted name. */
export const OPTAX: ReadonlyMap<string, CatalogEntry> = new Map<string, CatalogEntry>([
  ...OPTIMIZERS.map((name) => [`optax.${name}`, optaxOptimizer(name, null)] as const),
  ...CONTRIBUTED.map((name) => [`optax.contrib.${name}`, optaxOptimizer(name, null)] as const),
  ...Object.entries(DEFAULT_RATES).map(
    ([name, rate]) => [`optax.contrib.${name}`, optaxOptimizer(name, rate)] as const,
  ),
  ...SCHEDULES.flatMap((entry) =>
    ['optax', 'optax.schedules'].map((module) => [`${module}.${entry.name}`, entry] as const),
  ),
]);
