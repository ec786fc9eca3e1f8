import type { CatalogEntry, OptimizerEntry } from './catalogEntry.ts';

/** The optimizers of tf.train in TensorFlow.js 4.22; null where the rate is required. */
const DEFAULT_RATES: Readonly<Record<string, number | null>> = {
  sgd: null,
  momentum: null,
  rmsprop: null,
  adagrad: null,
  adam: 1e-3,
  adadelta: 1e-3,
  adamax: 2e-3,
};

const CLASSES: Readonly<Record<string, string>> = {
  sgd: 'SGDOptimizer',
  momentum: 'MomentumOptimizer',
  rmsprop: 'RMSPropOptimizer',
  adagrad: 'AdagradOptimizer',
  adam: 'AdamOptimizer',
  adadelta: 'AdadeltaOptimizer',
  adamax: 'AdamaxOptimizer',
};

function jsOptimizer(name: string, defaultRate: number | null): OptimizerEntry {
  const rate = { names: ['learningRate'], position: 0, part: 'base' } as const;
  return { kind: 'optimizer', name, framework: 'tfjs', rate, defaultRate, groups: null };
}

/** By dotted name; the package is `tf`. */
export const TENSORFLOW_JS: ReadonlyMap<string, CatalogEntry> = new Map<string, CatalogEntry>([
  ...Object.entries(DEFAULT_RATES).map(([name, rate]) => [`tf.train.${name}`, jsOptimizer(name, rate)] as const),
  ...Object.entries(CLASSES).map(
    ([name, className]) => [`tf.${className}`, jsOptimizer(className, DEFAULT_RATES[name])] as const,
  ),
]);

/** The default rates of the optimizer strings that `compile` takes. Some differ from those of tf.train. */
export const TENSORFLOW_JS_STRINGS: ReadonlyMap<string, number> = new Map([
  ['adagrad', 1e-2],
  ['adadelta', 1],
  ['adam', 1e-3],
  ['adamax', 2e-3],
  ['rmsprop', 1e-3],
  ['sgd', 1e-2],
]);
