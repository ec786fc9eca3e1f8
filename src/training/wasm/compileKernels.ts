import v8 from 'node:v8';
import { allowBuild, fittingBuild } from './build.ts';

/**
 * Compiles the fitting build of the engine's module, each function for full speed when it is called for the first time. V8
 * would otherwise begin with code that is made quickly and runs slowly, and replace it while the first tenths of a second of a
 * training pass. Meant for processes that compile no other module.
 */
export function compileKernels(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  allowBuild(fittingBuild());
  v8.setFlagsFromString('--no-liftoff');
  return WebAssembly.compile(bytes);
}
