/** The exports of the WebAssembly module. `model` and `split` are addresses of structures in assembly/descriptors.ts. */
export interface Kernels extends OptimizerKernels, MeasureKernels {
  readonly memory: WebAssembly.Memory;
  freeMemory(): number;
  gradients(model: number, start: number, count: number): number;
  evaluate(model: number, split: number, start: number, count: number): number;
}

/** Each updates the parameters in bytes [from, to) of their region, given the gradients; t is the step, from 1. */
export interface OptimizerKernels {
  sgd(model: number, from: number, to: number, rate: number, weightDecay: number): void;
  momentum(model: number, from: number, to: number, rate: number, momentum: number, weightDecay: number): void;
  nesterov(model: number, from: number, to: number, rate: number, momentum: number, weightDecay: number): void;
  adam(
    model: number,
    from: number,
    to: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    weightDecay: number,
    t: number,
  ): void;
  adamw(
    model: number,
    from: number,
    to: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    weightDecay: number,
    t: number,
  ): void;
  rmsprop(
    model: number,
    from: number,
    to: number,
    rate: number,
    alpha: number,
    epsilon: number,
    momentum: number,
    weightDecay: number,
  ): void;
  adagrad(
    model: number,
    from: number,
    to: number,
    rate: number,
    epsilon: number,
    rateDecay: number,
    initialAccumulator: number,
    weightDecay: number,
    t: number,
  ): void;
  adadelta(
    model: number,
    from: number,
    to: number,
    rate: number,
    rho: number,
    epsilon: number,
    weightDecay: number,
  ): void;
  adamax(
    model: number,
    from: number,
    to: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    weightDecay: number,
    t: number,
  ): void;
  nadam(
    model: number,
    from: number,
    to: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    momentumDecay: number,
    weightDecay: number,
    t: number,
  ): void;
  radam(
    model: number,
    from: number,
    to: number,
    rate: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    weightDecay: number,
    t: number,
  ): void;
  lion(model: number, from: number, to: number, rate: number, beta1: number, beta2: number, weightDecay: number): void;
}

/** `from`, `to` and `other` are addresses of f32 values, whole vectors; `index` is that of a block or a dense layer. */
export interface MeasureKernels {
  sumOfSquares(from: number, to: number): number;
  sumOfSquaredDifferences(from: number, to: number, other: number): number;
  scale(from: number, to: number, factor: number): void;
  deadChannels(model: number, index: number, count: number): number;
  deadUnits(model: number, index: number, count: number): number;
}

/** An instance of the module, with its own memory. */
export function instantiate(module: WebAssembly.Module): Kernels {
  return new WebAssembly.Instance(module).exports as unknown as Kernels;
}
