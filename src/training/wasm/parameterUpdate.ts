import type { Optimizer } from '../../domain/optimizer.ts';
import { UnsupportedError } from '../engine.ts';
import type { Kernels } from './kernels.ts';

/** Moves the parameters in bytes [from, to) of their piece, given their gradients, at step t from 1. */
export type ParameterUpdate = (from: number, to: number, learningRate: number, t: number) => void;

/** The kernel of this optimizer, bound to a model and to the optimizer's constants. */
export function parameterUpdate(optimizer: Optimizer, kernels: Kernels, model: number): ParameterUpdate {
  switch (optimizer.name) {
    case 'sgd':
      return (from, to, rate) => kernels.sgd(model, from, to, rate);
    case 'momentum':
      return (from, to, rate) => kernels.momentum(model, from, to, rate, optimizer.momentum);
    case 'adam': {
      const { beta1, beta2, epsilon } = optimizer;
      return (from, to, rate, t) => kernels.adam(model, from, to, rate, beta1, beta2, epsilon, t);
    }
    default:
      throw new UnsupportedError(
        `The built-in engine has no optimizer "${(optimizer as { name: string }).name}": choose sgd, momentum or adam.`,
      );
  }
}
