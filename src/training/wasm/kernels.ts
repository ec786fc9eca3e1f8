/** What the WebAssembly module exports. Addresses are of structures of assembly/descriptors.ts. */
export interface Kernels {
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

/** An instance of the module with a memory of its own. */
export function instantiate(module: WebAssembly.Module): Kernels {
  return new WebAssembly.Instance(module).exports as unknown as Kernels;
}
