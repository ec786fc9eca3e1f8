import type { Optimizer } from '../../domain/optimizer.ts';
import type { OptimizerKernels } from './kernels.ts';

/**
 * Updates the parameters in bytes [from, to) of their region, given their gradients, at step t, from 1. Its only state is in the
 * regions of momentsOf(optimizer).
 */
export type ParameterUpdate = (from: number, to: number, learningRate: number, t: number) => void;

/** The kernel of an optimizer, bound to a model and the optimizer's constants. */
export function parameterUpdate(optimizer: Optimizer, kernels: OptimizerKernels, model: number): ParameterUpdate {
  const { weightDecay = 0 } = optimizer;
  switch (optimizer.name) {
    case 'sgd':
      return (from, to, rate) => kernels.sgd(model, from, to, rate, weightDecay);
    case 'momentum':
    case 'nesterov': {
      const { name, momentum } = optimizer;
      return (from, to, rate) => kernels[name](model, from, to, rate, momentum, weightDecay);
    }
    case 'adam':
    case 'adamw':
    case 'adamax':
    case 'radam': {
      const { name, beta1, beta2, epsilon } = optimizer;
      return (from, to, rate, t) => kernels[name](model, from, to, rate, beta1, beta2, epsilon, weightDecay, t);
    }
    case 'nadam': {
      const { beta1, beta2, epsilon, momentumDecay } = optimizer;
      return (from, to, rate, t) =>
        kernels.nadam(model, from, to, rate, beta1, beta2, epsilon, momentumDecay, weightDecay, t);
    }
    case 'rmsprop': {
      const { alpha, epsilon, momentum } = optimizer;
      return (from, to, rate) => kernels.rmsprop(model, from, to, rate, alpha, epsilon, momentum, weightDecay);
    }
    case 'adagrad': {
      const { epsilon, rateDecay, initialAccumulator } = optimizer;
      return (from, to, rate, t) =>
        kernels.adagrad(model, from, to, rate, epsilon, rateDecay, initialAccumulator, weightDecay, t);
    }
    case 'adadelta': {
      const { rho, epsilon } = optimizer;
      return (from, to, rate) => kernels.adadelta(model, from, to, rate, rho, epsilon, weightDecay);
    }
    case 'lion': {
      const { beta1, beta2 } = optimizer;
      return (from, to, rate) => kernels.lion(model, from, to, rate, beta1, beta2, weightDecay);
    }
  }
}
