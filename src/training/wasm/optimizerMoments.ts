import type { Optimizer, OptimizerName } from '../../domain/optimizer.ts';

/** A number that an optimizer remembers for each parameter: a piece of memory laid out as the parameters. */
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

/** The optimizers that the built-in engine has. */
export const WASM_OPTIMIZERS = Object.keys(MOMENTS);

/** What an optimizer remembers. With the parameters and the number of the step it is all that the next update depends on. */
export function momentsOf(optimizer: Optimizer): readonly Moment[] {
  return MOMENTS[optimizer.name];
}
