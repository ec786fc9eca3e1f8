import type { Optimizer } from '../../domain/optimizer.ts';
import type { Tensor } from './load.ts';

/** An optimizer step of one parameter tensor. */
export interface Update {
  readonly weight: Tensor;
  /** Gradient of the mean loss, with weight decay. */
  readonly gradient: Tensor;
  /** The state after the previous step; zeros at first. */
  readonly moments: readonly Tensor[];
  readonly rate: number;
  /** From 1. */
  readonly step: number;
}

// Not an interface, because TensorFlow.js accepts only types as containers of tensors.
type Updated = { weight: Tensor; moments: Tensor[] };

/**
 * An optimizer composed of TensorFlow's operations, with the formulas of the built-in engine. TensorFlow.js's own optimizers are not
 * used: some add epsilon elsewhere or start with other sums, and not all of them can change their rate at each step.
 */
export interface UpdateRule {
  /** Number of state tensors for each parameter tensor. */
  readonly moments: number;
  apply(update: Update): Updated;
}

type Constants<N extends Optimizer['name']> = Extract<Optimizer, { name: N }>;

/** The rule of an optimizer; null for those that TensorFlow.js does not have. */
export function updateRuleFor(optimizer: Optimizer): UpdateRule | null {
  switch (optimizer.name) {
    case 'sgd':
      return {
        moments: 0,
        apply: ({ weight, gradient, rate }) => ({ weight: weight.sub(gradient.mul(rate)), moments: [] }),
      };
    case 'momentum':
    case 'nesterov':
      return momentum(optimizer);
    case 'adam':
      return adam(optimizer);
    case 'adamax':
      return adamax(optimizer);
    case 'rmsprop':
      return rmsprop(optimizer);
    case 'adagrad':
      return adagrad(optimizer);
    case 'adadelta':
      return adadelta(optimizer);
    case 'adamw':
    case 'nadam':
    case 'radam':
    case 'lion':
      return null;
  }
}

function momentum({ name, momentum }: Constants<'momentum'> | Constants<'nesterov'>): UpdateRule {
  return {
    moments: 1,
    apply({ weight, gradient, moments: [velocity], rate }) {
      const next = velocity.mul(momentum).add(gradient);
      const direction = name === 'nesterov' ? next.mul(momentum).add(gradient) : next;
      return { weight: weight.sub(direction.mul(rate)), moments: [next] };
    },
  };
}

function adam({ beta1, beta2, epsilon }: Constants<'adam'>): UpdateRule {
  return {
    moments: 2,
    apply({ weight, gradient, moments: [mean, square], rate, step }) {
      const m = average(mean, gradient, beta1);
      const v = average(square, gradient.square(), beta2);
      const denominator = v
        .sqrt()
        .mul(1 / Math.sqrt(1 - beta2 ** step))
        .add(epsilon);
      return { weight: weight.sub(m.mul(rate / (1 - beta1 ** step)).div(denominator)), moments: [m, v] };
    },
  };
}

function adamax({ beta1, beta2, epsilon }: Constants<'adamax'>): UpdateRule {
  return {
    moments: 2,
    apply({ weight, gradient, moments: [mean, largest], rate, step }) {
      const m = average(mean, gradient, beta1);
      const u = largest.mul(beta2).maximum(gradient.abs().add(epsilon));
      return { weight: weight.sub(m.mul(rate / (1 - beta1 ** step)).div(u)), moments: [m, u] };
    },
  };
}

function rmsprop({ alpha, epsilon, momentum }: Constants<'rmsprop'>): UpdateRule {
  return {
    moments: 2,
    apply({ weight, gradient, moments: [velocity, square], rate }) {
      const v = average(square, gradient.square(), alpha);
      const next = velocity.mul(momentum).add(gradient.div(v.sqrt().add(epsilon)));
      return { weight: weight.sub(next.mul(rate)), moments: [next, v] };
    },
  };
}

function adagrad({ epsilon, rateDecay, initialAccumulator }: Constants<'adagrad'>): UpdateRule {
  return {
    moments: 1,
    apply({ weight, gradient, moments: [sum], rate, step }) {
      const next = sum.add(gradient.square());
      const denominator = next.add(initialAccumulator).sqrt().add(epsilon);
      return {
        weight: weight.sub(gradient.mul(rate / (1 + (step - 1) * rateDecay)).div(denominator)),
        moments: [next],
      };
    },
  };
}

function adadelta({ rho, epsilon }: Constants<'adadelta'>): UpdateRule {
  return {
    moments: 2,
    apply({ weight, gradient, moments: [steps, square], rate }) {
      const v = average(square, gradient.square(), rho);
      const delta = steps.add(epsilon).sqrt().div(v.add(epsilon).sqrt()).mul(gradient);
      return { weight: weight.sub(delta.mul(rate)), moments: [average(steps, delta.square(), rho), v] };
    },
  };
}

/** The exponential moving average after a new value: β old + (1 − β) value. */
function average(old: Tensor, value: Tensor, beta: number): Tensor {
  return old.mul(beta).add(value.mul(1 - beta));
}
