/**
 * The rule that turns a gradient g into an update of a weight w at learning rate η.
 * - sgd: w ← w − η g
 * - momentum: v ← μ v + g, w ← w − η v (PyTorch's form: the rate is outside the velocity)
 * - adam: Kingma & Ba 2015, algorithm 1, with bias correction
 */
export type Optimizer =
  | { readonly name: 'sgd' }
  | { readonly name: 'momentum'; readonly momentum: number }
  | { readonly name: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number };

export type OptimizerName = Optimizer['name'];

/** What each optimizer is when nothing more than its name is given: the defaults of PyTorch, and the momentum of 0.9 that is usual. */
export const DEFAULT_OPTIMIZERS: { readonly [N in OptimizerName]: Extract<Optimizer, { name: N }> } = {
  sgd: { name: 'sgd' },
  momentum: { name: 'momentum', momentum: 0.9 },
  adam: { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
};

const DISPLAY_NAMES: Record<OptimizerName, string> = { sgd: 'SGD', momentum: 'SGD with momentum', adam: 'Adam' };

/** The optimizer's name as a person writes it. */
export function displayOptimizer(optimizer: Optimizer): string {
  return optimizer.name === 'momentum' ? `${DISPLAY_NAMES.momentum} ${optimizer.momentum}` : DISPLAY_NAMES[optimizer.name];
}
