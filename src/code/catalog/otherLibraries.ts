import { scheduler } from './catalogEntry.ts';
import type { CatalogEntry, OptimizerEntry, RateParameter } from './catalogEntry.ts';
import { torchOptimizer } from './torch.ts';

const LEARNING_RATE: RateParameter = { names: ['learning_rate', 'lr'], position: 0, part: 'base' };
const STEP_SIZE: RateParameter = { names: ['step_size'], position: 0, part: 'base' };

function optimizer(name: string, rate: RateParameter): OptimizerEntry {
  return { kind: 'optimizer', name, framework: 'other', rate, defaultRate: null, groups: null };
}

const JAX_EXAMPLES = 'sgd momentum nesterov adagrad rmsprop rmsprop_momentum adam adamax sm3'.split(' ');
const MLX = 'SGD RMSprop Adagrad AdaDelta Adam AdamW Adamax Lion Adafactor Muon'.split(' ');
const TINYGRAD = 'SGD Adam AdamW LAMB'.split(' ');
const TIMM_SCHEDULER = 'optimizer t_initial lr_min cycle_mul cycle_decay cycle_limit warmup_t warmup_lr_init';

/** Other libraries whose rates can be positional. What takes `lr=` needs no entry. */
export const OTHER_LIBRARIES: ReadonlyMap<string, CatalogEntry> = new Map<string, CatalogEntry>([
  ...JAX_EXAMPLES.flatMap((name) =>
    ['example_libraries', 'experimental'].map(
      (module) => [`jax.${module}.optimizers.${name}`, optimizer(name, STEP_SIZE)] as const,
    ),
  ),
  ...MLX.map((name) => [`mlx.optimizers.${name}`, optimizer(name, LEARNING_RATE)] as const),
  ...TINYGRAD.map(
    (name) => [`tinygrad.nn.optim.${name}`, { ...torchOptimizer(name, 1e-3), framework: 'other' }] as const,
  ),
  ['transformers.AdamWeightDecay', optimizer('AdamWeightDecay', LEARNING_RATE)],
  ['transformers.AdamW', torchOptimizer('AdamW', 1e-3)],
  [
    'timm.scheduler.CosineLRScheduler',
    scheduler('CosineLRScheduler', 'torch', 'scales', TIMM_SCHEDULER, { lr_min: 'end', warmup_lr_init: 'start' }),
  ],
]);

/** A function that creates the optimizer named in an argument. */
export interface FactoryEntry {
  readonly rate: RateParameter;
  /** The parameter for the name of the optimizer. */
  readonly optimizer: { readonly names: readonly string[]; readonly position: number | null };
}

/** By the last part of the name. */
export const FACTORIES: ReadonlyMap<string, FactoryEntry> = new Map<string, FactoryEntry>([
  [
    'create_optimizer_v2',
    { rate: { names: ['lr'], position: 2, part: 'base' }, optimizer: { names: ['opt'], position: 1 } },
  ],
  // From Transformers for TensorFlow. In timm's function of this name, the first argument has the settings.
  [
    'create_optimizer',
    { rate: { names: ['init_lr'], position: 0, part: 'base' }, optimizer: { names: [], position: null } },
  ],
]);
