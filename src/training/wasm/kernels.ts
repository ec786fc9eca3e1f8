/** What the WebAssembly module exports. Addresses are of structures of assembly/descriptors.ts. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  freeMemory(): number;
  gradients(model: number, start: number, count: number): number;
  evaluate(model: number, split: number, start: number, count: number): number;
  sgdStep(model: number, start: number, count: number, rate: number): number;
  momentumStep(model: number, start: number, count: number, rate: number, momentum: number): number;
  adamStep(
    model: number, start: number, count: number, rate: number,
    beta1: number, beta2: number, epsilon: number, stepNumber: number,
  ): number;
}

/** An instance of the module with a memory of its own. */
export function instantiate(module: WebAssembly.Module): Kernels {
  return new WebAssembly.Instance(module).exports as unknown as Kernels;
}
