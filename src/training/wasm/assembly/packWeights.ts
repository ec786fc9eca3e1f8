import { Block } from './descriptors';
import { GROUP } from './window';
import { notFinite } from './winogradWeights';

/** Bytes of the packed weights of a group: its biases, then its weights for each input of the patch. */
export function packedGroupBytes(block: Block): u32 {
  return (1 + (block.kernel * block.kernelRow) / 4) * GROUP * 4;
}

/**
 * Lays out a block's weights for the direct convolution, where one input is multiplied by eight channels' weights:
 *
 *   packed[group] = biases[8], then [kernel row][kernel column][input channel][8]
 *
 * Missing channels of the last group have weights and biases of 0. A filter that contains NaN or an infinity gets a bias of NaN, so
 * that all its outputs are NaN: max-pooling could otherwise lose it.
 */
export function packWeights(block: Block): void {
  const groupBytes = packedGroupBytes(block);
  const filterBytes = block.kernel * block.kernelRowStride;
  for (let channel: u32 = 0; channel < block.channels; ++channel) {
    let target = block.packed + (channel / GROUP) * groupBytes + (channel % GROUP) * 4;
    let source = block.weights + channel * filterBytes;
    store<f32>(target, load<f32>(block.biases + channel * 4) + notFinite(source, source + filterBytes));
    for (let row: u32 = 0; row < block.kernel; ++row) {
      for (let at: u32 = 0; at < block.kernelRow; at += 4) {
        target += GROUP * 4;
        store<f32>(target, load<f32>(source + at));
      }
      source += block.kernelRowStride;
    }
  }
}
