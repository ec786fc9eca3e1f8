import * as l10n from '@vscode/l10n';

/**
 * The rule that turns a gradient g into an update of a weight w at learning rate η, in PyTorch's forms: the formulas are in the
 * kernels of the built-in engine.
 *
 * `weightDecay` is λ, none where it is absent. It adds λ w to the gradient, but for adamw and lion, which shrink the weights by
 * the factor 1 − η λ instead.
 */
export type Optimizer =
  | { readonly name: 'sgd'; readonly weightDecay?: number }
  | { readonly name: 'momentum'; readonly momentum: number; readonly weightDecay?: number }
  | { readonly name: 'nesterov'; readonly momentum: number; readonly weightDecay?: number }
  | {
      readonly name: 'adam';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay?: number;
    }
  | {
      readonly name: 'adamw';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay?: number;
    }
  | {
      readonly name: 'rmsprop';
      readonly alpha: number;
      readonly epsilon: number;
      readonly momentum: number;
      readonly weightDecay?: number;
    }
  | {
      readonly name: 'adagrad';
      readonly epsilon: number;
      readonly rateDecay: number;
      readonly initialAccumulator: number;
      readonly weightDecay?: number;
    }
  | { readonly name: 'adadelta'; readonly rho: number; readonly epsilon: number; readonly weightDecay?: number }
  | {
      readonly name: 'adamax';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay?: number;
    }
  | {
      readonly name: 'nadam';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly momentumDecay: number;
      readonly weightDecay?: number;
    }
  | {
      readonly name: 'radam';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay?: number;
    }
  | { readonly name: 'lion'; readonly beta1: number; readonly beta2: number; readonly weightDecay?: number };

export type OptimizerName = Optimizer['name'];

type ConstantsOf<O> = O extends unknown ? Exclude<keyof O, 'name'> : never;

/** A number that an optimizer can be given. */
export type OptimizerConstant = ConstantsOf<Optimizer>;

/**
 * What each optimizer is when nothing more than its name is given: the defaults of PyTorch 2.13, the momentum of 0.9 that is usual,
 * and for Lion those of its paper (Chen et al. 2023) without weight decay.
 */
export const DEFAULT_OPTIMIZERS: { readonly [N in OptimizerName]: Extract<Optimizer, { name: N }> } = {
  sgd: { name: 'sgd' },
  momentum: { name: 'momentum', momentum: 0.9 },
  nesterov: { name: 'nesterov', momentum: 0.9 },
  adam: { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  adamw: { name: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
  rmsprop: { name: 'rmsprop', alpha: 0.99, epsilon: 1e-8, momentum: 0 },
  adagrad: { name: 'adagrad', epsilon: 1e-10, rateDecay: 0, initialAccumulator: 0 },
  adadelta: { name: 'adadelta', rho: 0.9, epsilon: 1e-6 },
  adamax: { name: 'adamax', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  nadam: { name: 'nadam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentumDecay: 0.004 },
  radam: { name: 'radam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  lion: { name: 'lion', beta1: 0.9, beta2: 0.99 },
};

export const OPTIMIZER_NAMES = Object.keys(DEFAULT_OPTIMIZERS) as OptimizerName[];

/** Those that have no name of their own are named for their momentum. */
const NAMES: Readonly<Record<Exclude<OptimizerName, 'momentum' | 'nesterov'>, string>> = {
  sgd: 'SGD',
  adam: 'Adam',
  adamw: 'AdamW',
  rmsprop: 'RMSProp',
  adagrad: 'Adagrad',
  adadelta: 'Adadelta',
  adamax: 'Adamax',
  nadam: 'NAdam',
  radam: 'RAdam',
  lion: 'Lion',
};

const CONSTANT_TEXTS = {
  momentum: 'momentum {0}',
  beta1: 'beta1 {0}',
  beta2: 'beta2 {0}',
  alpha: 'alpha {0}',
  rho: 'rho {0}',
  epsilon: 'epsilon {0}',
  momentumDecay: 'momentum decay {0}',
  rateDecay: 'rate decay {0}',
  initialAccumulator: 'initial accumulator {0}',
  weightDecay: 'weight decay {0}',
} as const satisfies Record<OptimizerConstant, string>;

/** The optimizer's name as a person writes it, with the constants that are not the usual ones: "AdamW, weight decay 0.1". */
export function formatOptimizer(optimizer: Optimizer): string {
  const isNamedForMomentum = optimizer.name === 'momentum' || optimizer.name === 'nesterov';
  const unusual = unusualConstants(optimizer).filter(([constant]) => !(isNamedForMomentum && constant === 'momentum'));
  return [nameOf(optimizer), ...unusual.map(([constant, value]) => l10n.t(CONSTANT_TEXTS[constant], value))].join(', ');
}

function nameOf(optimizer: Optimizer): string {
  switch (optimizer.name) {
    case 'momentum':
      return l10n.t('SGD with momentum {0}', optimizer.momentum);
    case 'nesterov':
      return l10n.t('SGD with Nesterov momentum {0}', optimizer.momentum);
    default:
      return NAMES[optimizer.name];
  }
}

/** The constants of an optimizer, in the order that they are listed in: all have weight decay. */
export function constantsOf(name: OptimizerName): OptimizerConstant[] {
  const { name: _, weightDecay: __, ...constants } = DEFAULT_OPTIMIZERS[name];
  return [...(Object.keys(constants) as OptimizerConstant[]), 'weightDecay'];
}

/** Those that are not as DEFAULT_OPTIMIZERS has them, with their values. */
export function unusualConstants(optimizer: Optimizer): [OptimizerConstant, number][] {
  const value = (of: Partial<Record<OptimizerConstant, number>>, constant: OptimizerConstant): number =>
    of[constant] ?? 0;
  return constantsOf(optimizer.name)
    .map((constant): [OptimizerConstant, number] => [constant, value(optimizer, constant)])
    .filter(([constant, given]) => given !== value(DEFAULT_OPTIMIZERS[optimizer.name], constant));
}

/** A constant's name as it is typed: weightDecay → weight-decay. */
export function constantKey(constant: OptimizerConstant): string {
  return constant.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
