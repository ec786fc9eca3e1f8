/** What the driver calls. */
export { adam } from './optimizers/adam';
export { momentum } from './optimizers/momentum';
export { sgd } from './optimizers/sgd';
export { evaluate, gradients } from './passes';

/** First address after the module's own constants: where the driver may begin to lay out memory. */
export function freeMemory(): u32 {
  return <u32>__heap_base;
}
