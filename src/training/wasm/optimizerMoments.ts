import type { Optimizer, OptimizerName } from '../../domain/optimizer.ts';

/** State that an optimizer has for each parameter, in a region with the layout of the parameters. */
export type Moment = 'firstMoments' | 'secondMoments';

const MOMENTS: Readonly<Record<OptimizerName, readonly Moment[]>> = {
  sgd: [],
  momentum: ['firstMoments'],
  nesterov: ['firstMoments'],
  adam: ['firstMoments', 'secondMoments'],
  adamw: ['firstMoments', 'secondMoments'],
  rmsprop: ['firstMoments', 'secondMoments'],
  adagrad: ['secondMoments'],
  adadelta: ['firstMoments', 'secondMoments'],
  adamax: ['firstMoments', 'secondMoments'],
  nadam: ['firstMoments', 'secondMoments'],
  radam: ['firstMoments', 'secondMoments'],
  lion: ['firstMoments'],
};

/** The optimizers of the built-in engine. */
export const WASM_OPTIMIZERS = Object.keys(MOMENTS);

/** An optimizer's state. An update depends only on it, the parameters, their gradients and the step. */
export function momentsOf(optimizer: Optimizer): readonly Moment[] {
  return MOMENTS[optimizer.name];
}
