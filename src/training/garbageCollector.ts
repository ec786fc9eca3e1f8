import v8 from 'node:v8';
import vm from 'node:vm';

/**
 * V8's garbage collector as a function: `minor` frees young objects in less than a millisecond, `major` all unused ones in some
 * milliseconds. Buffers are outside V8's heap, and V8 lets tens of megabytes of unused ones accumulate before it collects them.
 * @returns null if V8 does not expose it
 */
export function garbageCollector(): ((type: 'minor' | 'major') => void) | null {
  v8.setFlagsFromString('--expose-gc');
  // Only contexts created after the flag was set have the function.
  const collect = vm.runInNewContext('globalThis.gc') as ((options: { type: 'minor' | 'major' }) => void) | undefined;
  return collect ? (type) => collect({ type }) : null;
}
