import { sumWindow } from './convolutionWindow';
import { Block } from './descriptors';
import { GROUP, packedGroupBytes } from './packWeights';

/**
 * Convolution and ReLU of one image, without pooling:
 *
 *   output[y][x][c] = max(0, convolution at (y, x))
 *
 * Computed by windows of 2 x 2 positions; of a window that hangs over the edge only the positions inside are kept. Each
 * output's winner is its own input patch, or 0 if ReLU cut it off.
 */
export function convolvePlain(block: Block, image: u32, window: u32): void {
  const groupBytes = packedGroupBytes(block);
  for (let channel: u32 = 0; channel < block.channels; channel += GROUP) {
    const packed = block.packed + (channel / GROUP) * groupBytes;
    for (let y: u32 = 0; y < block.outputHeight; y += 2) {
      for (let x: u32 = 0; x < block.outputWidth; x += 2) {
        const input = block.inputs + image * block.inputStride + y * block.inputRow + x * block.inputPixel;
        sumWindow(block, input, packed, window);
        keepPosition(block, image, window, y, x, channel);
        keepPosition(block, image, window + 32, y, x + 1, channel);
        keepPosition(block, image, window + 64, y + 1, x, channel);
        keepPosition(block, image, window + 96, y + 1, x + 1, channel);
      }
    }
  }
}

function keepPosition(block: Block, image: u32, sums: u32, y: u32, x: u32, channel: u32): void {
  if (y >= block.outputHeight || x >= block.outputWidth) return;
  const input = block.inputs + image * block.inputStride + y * block.inputRow + x * block.inputPixel;
  const output = block.outputs + image * block.outputStride + y * block.outputRow + (x * block.channels + channel) * 4;
  const winner = block.winners + image * block.winnerStride + ((y * block.outputWidth + x) * block.channels + channel) * 4;
  const zero = f32x4.splat(0);
  const bytes = min(GROUP, block.channels - channel) * 4;
  for (let at: u32 = 0; at < bytes; at += 16) {
    const value = v128.load(sums + at);
    v128.store(output + at, f32x4.pmax(value, zero));
    v128.store(winner + at, v128.and(i32x4.splat(input), f32x4.gt(value, zero)));
  }
}
