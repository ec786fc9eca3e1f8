import type { EngineConfig } from '../engine.ts';
import type { EngineMemory, WasmEngine } from './wasmEngine.ts';

/** A memory that grew beyond this many bytes is let go: it cannot shrink, and the next run may need little of it. */
const MOST_KEPT = 256 * 2 ** 20;

/**
 * Hands the memory of an engine that is used no more on to the next one, as zeros: nothing of the old training can reach the
 * new one. Images and labels stay if both engines have as many of the same size, since a layout begins with them.
 * @returns undefined if the next engine had better get a memory of its own
 */
export function reuseMemory(used: WasmEngine, next: EngineConfig): EngineMemory | undefined {
  const { buffer } = used.memory;
  if (buffer.byteLength > MOST_KEPT) return undefined;
  const hasImages = describeImages(used.config) === describeImages(next);
  const lastLabels = used.labels('test');
  const from = hasImages ? lastLabels.byteOffset + lastLabels.length : used.layout.regions[0].address;
  new Uint8Array(buffer, from).fill(0);
  return { kernels: used.kernels, hasImages };
}

function describeImages({ network, images }: EngineConfig): string {
  return [...network.input, images.train, images.test].join();
}
