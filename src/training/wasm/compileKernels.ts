import v8 from 'node:v8';
import { allowBuild, fittingBuild } from './build.ts';

/**
 * Compiles the fitting build of the engine's module, each function for full speed when it is called for the first time. V8
 * would otherwise begin with code that is made quickly and runs slowly, and replace it while the first tenths of a second of a
 * training pass. Each turn of each loop would ask whether the stack has an end and whether somebody wants to interrupt: kernels
 * call themselves nowhere, and are done in some milliseconds. Meant for processes that compile no other module.
 */
export function compileKernels(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  allowBuild(fittingBuild());
  v8.setFlagsFromString('--no-liftoff');
  v8.setFlagsFromString('--no-wasm-stack-checks');
  return WebAssembly.compile(bytes);
}
