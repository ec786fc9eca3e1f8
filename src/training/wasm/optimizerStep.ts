import type { Optimizer } from '../../domain/optimizer.ts';
import { UnsupportedError } from '../engine.ts';
import type { Kernels } from './kernels.ts';

/** One training step on the images order[start] … order[start + count - 1]; returns the mean loss before it. */
export type OptimizerStep = (start: number, count: number, learningRate: number) => number;

/** The kernel of this optimizer, bound to a model and to the optimizer's constants. */
export function optimizerStep(optimizer: Optimizer, kernels: Kernels, model: number): OptimizerStep {
  switch (optimizer.name) {
    case 'sgd':
      return (start, count, rate) => kernels.sgdStep(model, start, count, rate);
    case 'momentum':
      return (start, count, rate) => kernels.momentumStep(model, start, count, rate, optimizer.momentum);
    case 'adam': {
      const { beta1, beta2, epsilon } = optimizer;
      let steps = 0;
      return (start, count, rate) => kernels.adamStep(model, start, count, rate, beta1, beta2, epsilon, ++steps);
    }
    default:
      throw new UnsupportedError(
        `The built-in engine has no optimizer "${(optimizer as { name: string }).name}": choose sgd, momentum or adam.`,
      );
  }
}
