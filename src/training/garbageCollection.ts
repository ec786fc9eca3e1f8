import v8 from 'node:v8';
import vm from 'node:vm';

/**
 * A function that frees garbage: `minor` what has just become it, in less than a millisecond, `major` all of it, in some milliseconds.
 * Buffers lie outside of the heap of JavaScript, and V8 lets tens of megabytes of them pile up before it looks for those that are not
 * used any more.
 * @returns null where V8 does not offer it
 */
export function garbageCollection(): ((type: 'minor' | 'major') => void) | null {
  v8.setFlagsFromString('--expose-gc');
  // Only a context that is made after the flag was set knows the function.
  const collect = vm.runInNewContext('globalThis.gc') as ((options: { type: 'minor' | 'major' }) => void) | undefined;
  return collect ? (type) => collect({ type }) : null;
}
