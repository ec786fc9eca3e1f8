import v8 from 'node:v8';
import { allowBuild, type EngineBuild } from './build.ts';

/**
 * V8 would first compile each function quickly and badly, and well only after that has shown to be slow: the first tenths of a
 * second of each training. The module is small enough to be compiled well at once, on threads of its own.
 */
const FLAGS = ['--no-liftoff', '--no-wasm-lazy-compilation'];

/** Compiles a build of the engine's module, for full speed from the first call on. Meant for processes that compile nothing else. */
export function compileKernels(bytes: Uint8Array<ArrayBuffer>, build: EngineBuild): Promise<WebAssembly.Module> {
  allowBuild(build);
  for (const flag of FLAGS) v8.setFlagsFromString(flag);
  return WebAssembly.compile(bytes);
}
