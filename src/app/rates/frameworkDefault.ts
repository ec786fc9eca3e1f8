import { lookUp } from '../../code/catalog/lookUp.ts';
import type { RateSite } from '../../code/rateSite.ts';

/** The module with the optimizers of each framework. */
const MODULES: Readonly<Record<RateSite['framework'], string | null>> = {
  torch: 'torch.optim',
  lightning: 'torch.optim',
  keras: 'keras.optimizers',
  tfjs: 'tf.train',
  optax: 'optax',
  hf: null,
  config: null,
  other: null,
};

/** The framework's default rate for an optimizer; null if there is none, or if it is unknown. */
export function frameworkDefault({ framework, optimizer }: Pick<RateSite, 'framework' | 'optimizer'>): number | null {
  const module = MODULES[framework];
  const entry =
    framework === 'hf' && optimizer === null
      ? lookUp('TrainingArguments', [])
      : module !== null && optimizer !== null
        ? lookUp(`${module}.${optimizer}`, [])
        : null;
  return entry && entry.kind !== 'scheduler' ? entry.defaultRate : null;
}
