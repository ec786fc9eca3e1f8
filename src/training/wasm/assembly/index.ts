/** The functions that the driver calls. */
export { adadelta } from './optimizers/adadelta';
export { adagrad } from './optimizers/adagrad';
export { adam } from './optimizers/adam';
export { adamax } from './optimizers/adamax';
export { adamw } from './optimizers/adamw';
export { lion } from './optimizers/lion';
export { momentum } from './optimizers/momentum';
export { nadam } from './optimizers/nadam';
export { nesterov } from './optimizers/nesterov';
export { radam } from './optimizers/radam';
export { rmsprop } from './optimizers/rmsprop';
export { sgd } from './optimizers/sgd';
export { deadChannels, deadUnits } from './deadUnits';
export { evaluate, gradients } from './passes';
export { scale } from './scale';
export { sumOfSquaredDifferences, sumOfSquares } from './sumOfSquares';

/** First address after the module's own constants, from which the driver lays out memory. */
export function freeMemory(): u32 {
  return <u32>__heap_base;
}
