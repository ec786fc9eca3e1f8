import v8 from 'node:v8';
import { enableBuild, supportedBuild } from './build.ts';

/**
 * Compiles the engine's module. V8 is told to optimize each function when it is first called: it would otherwise start with
 * unoptimized code, which is slow during the first tenths of a second of a training. It is also told not to check for stack
 * overflows and interrupts in every loop: kernels are not recursive and return after some milliseconds. Only for processes that
 * compile no other module.
 */
export function compileKernels(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  enableBuild(supportedBuild());
  v8.setFlagsFromString('--no-liftoff');
  v8.setFlagsFromString('--no-wasm-stack-checks');
  return WebAssembly.compile(bytes);
}
