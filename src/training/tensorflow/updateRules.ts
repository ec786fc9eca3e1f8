import type { Optimizer } from '../../domain/optimizer.ts';
import type { Tensor } from './load.ts';

/** One parameter tensor on its way through an optimizer step. */
export interface Update {
  readonly weight: Tensor;
  /** Of the mean loss, weight decay added. */
  readonly gradient: Tensor;
  /** What the rule kept from the step before; zeros at first. */
  readonly moments: readonly Tensor[];
  readonly rate: number;
  /** From 1. */
  readonly step: number;
}

/** An optimizer out of TensorFlow's operations, by the formulas of domain/optimizer.ts: those of TensorFlow.js put epsilon elsewhere. */
export interface UpdateRule {
  /** How many tensors it keeps for each parameter tensor. */
  readonly moments: number;
  /** Makes the new weight and the new moments. */
  apply(update: Update): Updated;
}

// A type of its own: TensorFlow.js takes no interface for a container of tensors.
type Updated = { weight: Tensor; moments: Tensor[] };

/** The rule of an optimizer; null for one that TensorFlow.js has no counterpart of. */
export function findRule(optimizer: Optimizer): UpdateRule | null {
  switch (optimizer.name) {
    case 'sgd':
      return { moments: 0, apply: ({ weight, gradient, rate }) => ({ weight: weight.sub(gradient.mul(rate)), moments: [] }) };
    case 'momentum':
      return momentum(optimizer.momentum);
    case 'adam':
      return adam(optimizer);
    default:
      return null;
  }
}

function momentum(factor: number): UpdateRule {
  return {
    moments: 1,
    apply({ weight, gradient, moments: [velocity], rate }) {
      const next = velocity.mul(factor).add(gradient);
      return { weight: weight.sub(next.mul(rate)), moments: [next] };
    },
  };
}

function adam({ beta1, beta2, epsilon }: Extract<Optimizer, { name: 'adam' }>): UpdateRule {
  return {
    moments: 2,
    apply({ weight, gradient, moments: [mean, square], rate, step }) {
      const m = average(mean, gradient, beta1);
      const v = average(square, gradient.square(), beta2);
      const denominator = v.sqrt().mul(1 / Math.sqrt(1 - beta2 ** step)).add(epsilon);
      return { weight: weight.sub(m.mul(rate / (1 - beta1 ** step)).div(denominator)), moments: [m, v] };
    },
  };
}

/** The exponential average `old` with a new value: β old + (1 − β) value. */
function average(old: Tensor, value: Tensor, beta: number): Tensor {
  return old.mul(beta).add(value.mul(1 - beta));
}
