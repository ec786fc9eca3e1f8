/** What the driver calls. */
export { adam } from './optimizers/adam';
export { momentum } from './optimizers/momentum';
export { sgd } from './optimizers/sgd';
export { deadChannels, deadUnits } from './deadUnits';
export { evaluate, gradients } from './passes';
export { scale } from './scale';
export { sumOfSquaredDifferences, sumOfSquares } from './sumOfSquares';

/** First address after the module's own constants: where the driver may begin to lay out memory. */
export function freeMemory(): u32 {
  return <u32>__heap_base;
}
