import { factor, scheduler } from './catalogEntry.ts';
import type { CatalogEntry, OptimizerEntry, SchedulerEntry } from './catalogEntry.ts';

/** The default `lr` in the signature of every optimizer of torch.optim 2.13. */
const DEFAULT_RATES: Readonly<Record<string, number>> = {
  ASGD: 1e-2,
  Adadelta: 1,
  Adafactor: 1e-2,
  Adagrad: 1e-2,
  Adam: 1e-3,
  AdamW: 1e-3,
  Adamax: 2e-3,
  LBFGS: 1,
  Muon: 1e-3,
  NAdam: 2e-3,
  RAdam: 1e-3,
  RMSprop: 1e-2,
  Rprop: 1e-2,
  SGD: 1e-3,
  SparseAdam: 1e-3,
};

/** An optimizer with the signature of PyTorch's: parameters first, the rate second. */
export function torchOptimizer(name: string, defaultRate: number | null): OptimizerEntry {
  const rate = { names: ['lr', 'learning_rate'], position: 1, part: 'base' } as const;
  return { kind: 'optimizer', name, framework: 'torch', rate, defaultRate, groups: 0 };
}

const SCHEDULERS: readonly SchedulerEntry[] = [
  scheduler('OneCycleLR', 'torch', 'overrides', 'optimizer max_lr total_steps epochs steps_per_epoch pct_start anneal_strategy cycle_momentum base_momentum max_momentum div_factor final_div_factor three_phase last_epoch', { max_lr: 'peak' }),
  scheduler('CyclicLR', 'torch', 'overrides', 'optimizer base_lr max_lr step_size_up step_size_down mode gamma', { base_lr: 'end', max_lr: 'peak' }),
  scheduler('CosineAnnealingLR', 'torch', 'scales', 'optimizer T_max eta_min last_epoch', { eta_min: 'end' }),
  scheduler('CosineAnnealingWarmRestarts', 'torch', 'scales', 'optimizer T_0 T_mult eta_min last_epoch', { eta_min: 'end' }),
  scheduler('ReduceLROnPlateau', 'torch', 'scales', 'optimizer mode factor patience threshold threshold_mode cooldown min_lr eps', { min_lr: 'end' }, [factor('factor', { mayBeOne: false, refused: 'from 1 on' })]),
  scheduler('StepLR', 'torch', 'scales', 'optimizer step_size gamma last_epoch', {}, [factor('gamma')]),
  scheduler('MultiStepLR', 'torch', 'scales', 'optimizer milestones gamma last_epoch', {}, [factor('gamma')]),
  scheduler('ExponentialLR', 'torch', 'scales', 'optimizer gamma last_epoch', {}, [factor('gamma', { mayGrow: true })]),
  scheduler('ConstantLR', 'torch', 'scales', 'optimizer factor total_iters last_epoch', {}, [factor('factor', { mayBeZero: true, refused: 'all' })]),
  scheduler('LinearLR', 'torch', 'scales', 'optimizer start_factor end_factor total_iters last_epoch', {}, [factor('start_factor', { refused: 'all' }), factor('end_factor', { mayBeZero: true, refused: 'all' })]),
  scheduler('PolynomialLR', 'torch', 'scales', 'optimizer total_iters power last_epoch', {}),
  scheduler('LambdaLR', 'torch', 'scales', 'optimizer lr_lambda last_epoch', {}),
  scheduler('MultiplicativeLR', 'torch', 'scales', 'optimizer lr_lambda last_epoch', {}),
  scheduler('SequentialLR', 'torch', 'scales', 'optimizer schedulers milestones last_epoch', {}),
  scheduler('ChainedScheduler', 'torch', 'scales', 'schedulers optimizer', {}),
  scheduler('SWALR', 'torch', 'scales', 'optimizer swa_lr anneal_epochs anneal_strategy last_epoch', { swa_lr: 'end' }),
]; // prettier-ignore

/** By dotted name. */
export const TORCH: ReadonlyMap<string, CatalogEntry> = new Map<string, CatalogEntry>([
  ...Object.entries(DEFAULT_RATES).map(([name, rate]) => [`torch.optim.${name}`, torchOptimizer(name, rate)] as const),
  ...SCHEDULERS.map(
    (entry) => [`torch.optim.${entry.name === 'SWALR' ? 'swa_utils' : 'lr_scheduler'}.${entry.name}`, entry] as const,
  ),
]);
