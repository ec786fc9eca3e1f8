import { Block } from './descriptors';

/** Output channels that a convolution window computes at once: two vectors. */
export const GROUP: u32 = 8;

/** Bytes of the packed weights of one group: its biases, then its weights by each input of the patch. */
export function packedGroupBytes(block: Block): u32 {
  return (1 + (block.kernel * block.kernelRow) / 4) * GROUP * 4;
}

/**
 * Lays out a block's weights for the forward pass, where one input is multiplied by eight channels' weights:
 *
 *   packed[group] = biases[8], then [kernel row][kernel column][input channel][8]
 *
 * Channels that the last group has too many keep weights and biases of 0.
 */
export function packWeights(block: Block): void {
  const groupBytes = packedGroupBytes(block);
  for (let channel: u32 = 0; channel < block.channels; ++channel) {
    let target = block.packed + (channel / GROUP) * groupBytes + (channel % GROUP) * 4;
    store<f32>(target, load<f32>(block.biases + channel * 4));
    let source = block.weights + channel * block.kernel * block.kernelRowStride;
    for (let row: u32 = 0; row < block.kernel; ++row) {
      for (let at: u32 = 0; at < block.kernelRow; at += 4) {
        target += GROUP * 4;
        store<f32>(target, load<f32>(source + at));
      }
      source += block.kernelRowStride;
    }
  }
}
