import { factor, scheduler } from './catalogEntry.ts';
import type { CatalogEntry, OptimizerEntry } from './catalogEntry.ts';

/** The default `learning_rate` of every optimizer of Keras 3.15. */
const DEFAULT_RATES: Readonly<Record<string, number>> = {
  Adadelta: 1e-3,
  Adafactor: 1e-3,
  Adagrad: 1e-3,
  Adam: 1e-3,
  AdamW: 1e-3,
  Adamax: 1e-3,
  Ftrl: 1e-3,
  Lamb: 1e-3,
  Lion: 1e-3,
  Muon: 1e-3,
  Nadam: 1e-3,
  RMSprop: 1e-3,
  SGD: 1e-2,
  ScheduleFreeAdamW: 2.5e-3,
};

/** The optimizers of TensorFlow 1. The rate is required except for the two with a default. */
const TENSORFLOW_1_OPTIMIZERS = ['GradientDescentOptimizer', 'MomentumOptimizer', 'AdagradOptimizer', 'RMSPropOptimizer', 'FtrlOptimizer', 'ProximalAdagradOptimizer', 'ProximalGradientDescentOptimizer', 'AdagradDAOptimizer']; // prettier-ignore
const TENSORFLOW_1_DEFAULT_RATES: Readonly<Record<string, number>> = { AdamOptimizer: 1e-3, AdadeltaOptimizer: 1e-3 };

function kerasOptimizer(name: string, defaultRate: number | null): OptimizerEntry {
  const rate = { names: ['learning_rate', 'lr'], position: 0, part: 'base' } as const;
  return { kind: 'optimizer', name, framework: 'keras', rate, defaultRate, groups: null };
}

const SCHEDULES = [
  scheduler('ExponentialDecay', 'keras', 'is', 'initial_learning_rate decay_steps decay_rate staircase', { initial_learning_rate: 'base' }, [factor('decay_rate', { mayGrow: true })]),
  scheduler('PiecewiseConstantDecay', 'keras', 'is', 'boundaries values', { values: 'base' }),
  scheduler('PolynomialDecay', 'keras', 'is', 'initial_learning_rate decay_steps end_learning_rate power cycle', { initial_learning_rate: 'base', end_learning_rate: 'end' }),
  scheduler('InverseTimeDecay', 'keras', 'is', 'initial_learning_rate decay_steps decay_rate staircase', { initial_learning_rate: 'base' }),
  scheduler('CosineDecay', 'keras', 'is', 'initial_learning_rate decay_steps alpha name warmup_target warmup_steps', { initial_learning_rate: 'base', warmup_target: 'peak' }),
  scheduler('CosineDecayRestarts', 'keras', 'is', 'initial_learning_rate first_decay_steps t_mul m_mul alpha', { initial_learning_rate: 'base' }),
]; // prettier-ignore

/** The schedules of TensorFlow 1. */
const TENSORFLOW_1_SCHEDULES = [
  scheduler('exponential_decay', 'keras', 'is', 'learning_rate global_step decay_steps decay_rate staircase', { learning_rate: 'base' }),
  scheduler('natural_exp_decay', 'keras', 'is', 'learning_rate global_step decay_steps decay_rate staircase', { learning_rate: 'base' }),
  scheduler('inverse_time_decay', 'keras', 'is', 'learning_rate global_step decay_steps decay_rate staircase', { learning_rate: 'base' }),
  scheduler('polynomial_decay', 'keras', 'is', 'learning_rate global_step decay_steps end_learning_rate power', { learning_rate: 'base', end_learning_rate: 'end' }),
  scheduler('cosine_decay', 'keras', 'is', 'learning_rate global_step decay_steps alpha', { learning_rate: 'base' }),
  scheduler('piecewise_constant', 'keras', 'is', 'x boundaries values', { values: 'base' }),
]; // prettier-ignore

const REDUCE_ON_PLATEAU = scheduler(
  'ReduceLROnPlateau',
  'keras',
  'scales',
  'monitor factor patience verbose mode min_delta cooldown min_lr',
  { min_lr: 'end' },
  [factor('factor', { mayBeOne: false, refused: 'from 1 on' })],
);

const OPTIMIZERS = Object.entries(DEFAULT_RATES).map(([name, rate]) => kerasOptimizer(name, rate));

/** By canonical name: `keras.optimizers.Adam`, however it is imported. */
export const KERAS: ReadonlyMap<string, CatalogEntry> = new Map<string, CatalogEntry>([
  ...OPTIMIZERS.map((entry) => [`keras.optimizers.${entry.name}`, entry] as const),
  ...SCHEDULES.map((entry) => [`keras.optimizers.schedules.${entry.name}`, entry] as const),
  ['keras.callbacks.ReduceLROnPlateau', REDUCE_ON_PLATEAU],
  ...TENSORFLOW_1_OPTIMIZERS.map((name) => [`tensorflow.train.${name}`, kerasOptimizer(name, null)] as const),
  ...Object.entries(TENSORFLOW_1_DEFAULT_RATES).map(
    ([name, rate]) => [`tensorflow.train.${name}`, kerasOptimizer(name, rate)] as const,
  ),
  ...TENSORFLOW_1_SCHEDULES.map((entry) => [`tensorflow.train.${entry.name}`, entry] as const),
]);

/** The default rates of the optimizer strings that `compile` takes. */
export const KERAS_STRINGS: ReadonlyMap<string, number> = new Map(
  Object.entries(DEFAULT_RATES).map(([name, rate]) => [name.toLowerCase(), rate]),
);
