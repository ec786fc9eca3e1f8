/** What the WebAssembly module exports. Addresses are of structures of assembly/descriptors.ts. */
export interface Kernels extends MeasureKernels {
  readonly memory: WebAssembly.Memory;
  freeMemory(): number;
  gradients(model: number, start: number, count: number): number;
  evaluate(model: number, split: number, start: number, count: number): number;
  sgd(model: number, from: number, to: number, rate: number): void;
  momentum(model: number, from: number, to: number, rate: number, momentum: number): void;
  adam(
    model: number, from: number, to: number, rate: number,
    beta1: number, beta2: number, epsilon: number, stepNumber: number,
  ): void;
}

/** Addresses [from, to) and `other` are of f32 values, whole vectors; `index` is of a block, or of a dense layer, in their order. */
export interface MeasureKernels {
  sumOfSquares(from: number, to: number): number;
  sumOfSquaredDifferences(from: number, to: number, other: number): number;
  scale(from: number, to: number, factor: number): void;
  deadChannels(model: number, index: number, count: number): number;
  deadUnits(model: number, index: number, count: number): number;
}

/** An instance of the module with a memory of its own. */
export function instantiate(module: WebAssembly.Module): Kernels {
  return new WebAssembly.Instance(module).exports as unknown as Kernels;
}
