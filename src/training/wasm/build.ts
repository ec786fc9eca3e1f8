import v8 from 'node:v8';

/** The variants of the engine's WebAssembly module, compiled to engine-<build>.wasm. Their results differ in the last bits. */
export const ENGINE_BUILDS = ['simd', 'relaxed-simd'] as const;

export type EngineBuild = (typeof ENGINE_BUILDS)[number];

/** A module with one instruction of relaxed SIMD: f32x4.relaxed_madd. */
// prettier-ignore
const PROBE = [
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // magic and version
  1, 5, 1, 0x60, 0, 1, 0x7b, // a type: nothing to v128
  3, 2, 1, 0, // a function of this type
  10, 8, 1, 6, 0, 0x00, 0xfd, 0x85, 2, 0x0b, // unreachable, f32x4.relaxed_madd, end
];

/** The V8 of Node 20 has relaxed SIMD behind a flag, as it was standardized a few weeks later. */
const V8_WITH_FLAG = '11.3.';
const FLAG = '--experimental-wasm-relaxed-simd';

/** The fastest build that this runtime supports. */
export function supportedBuild(): EngineBuild {
  return needsFlag() || WebAssembly.validate(Uint8Array.from(PROBE)) ? 'relaxed-simd' : 'simd';
}

/** Enables this process to compile a build. Only for processes that compile nothing else, because it may set a flag of V8. */
export function enableBuild(build: EngineBuild): void {
  if (build === 'relaxed-simd' && needsFlag()) v8.setFlagsFromString(FLAG);
}

function needsFlag(): boolean {
  return process.versions.v8.startsWith(V8_WITH_FLAG);
}
