/** A variant of the engine's WebAssembly module, compiled to engine-<build>.wasm. Each has last bits of its own. */
export type EngineBuild = 'simd';

/** The fastest build that this process can run. */
export function fittingBuild(): EngineBuild {
  return 'simd';
}
