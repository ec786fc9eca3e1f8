import v8 from 'node:v8';

/** The variants of the engine's WebAssembly module, each compiled to engine-<build>.wasm and with last bits of its own. */
export const ENGINE_BUILDS = ['simd', 'relaxed-simd'] as const;

export type EngineBuild = (typeof ENGINE_BUILDS)[number];

/** A module whose one function holds an instruction of relaxed SIMD: f32x4.relaxed_madd. */
// prettier-ignore
const PROBE = [
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // magic and version
  1, 5, 1, 0x60, 0, 1, 0x7b, // a type: nothing to v128
  3, 2, 1, 0, // a function of this type
  10, 8, 1, 6, 0, 0x00, 0xfd, 0x85, 2, 0x0b, // unreachable, f32x4.relaxed_madd, end
];

/** The V8 of Node 20 has relaxed SIMD as it was standardized a few weeks later, behind this flag. */
const WITH_FLAG = '11.3.';
const FLAG = '--experimental-wasm-relaxed-simd';

/** The fastest build that a worker of this runtime can run. */
export function fittingBuild(): EngineBuild {
  return isBehindFlag() || WebAssembly.validate(Uint8Array.from(PROBE)) ? 'relaxed-simd' : 'simd';
}

/** Lets this process compile a build. Meant for processes that compile nothing else: it may set a flag of V8. */
export function allowBuild(build: EngineBuild): void {
  if (build === 'relaxed-simd' && isBehindFlag()) v8.setFlagsFromString(FLAG);
}

function isBehindFlag(): boolean {
  return process.versions.v8.startsWith(WITH_FLAG);
}
