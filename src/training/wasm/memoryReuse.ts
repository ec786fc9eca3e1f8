import type { EngineConfig } from '../engine.ts';
import type { EngineMemory, WasmEngine } from './wasmEngine.ts';

/** Larger memories are not reused: a memory cannot shrink, and the next run may need only a small part of it. */
const MAX_REUSED_BYTES = 256 * 2 ** 20;

/**
 * Prepares the memory of an engine that is not used any more for the next one. It is filled with zeros, so that the next training
 * does not depend on the previous one, except for images and labels if both engines have the same number of the same size: they
 * are at the start of every layout.
 * @returns undefined if the next engine should have a new memory
 */
export function reuseMemory(previous: WasmEngine, next: EngineConfig): EngineMemory | undefined {
  const { buffer } = previous.memory;
  if (buffer.byteLength > MAX_REUSED_BYTES) return undefined;
  const hasImages = describeImages(previous.config) === describeImages(next);
  const lastLabels = previous.labels('test');
  const from = hasImages ? lastLabels.byteOffset + lastLabels.length : previous.layout.regions[0].address;
  new Uint8Array(buffer, from).fill(0);
  return { kernels: previous.kernels, hasImages };
}

function describeImages({ network, images }: EngineConfig): string {
  return [...network.input, images.train, images.test].join();
}
