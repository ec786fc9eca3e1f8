import { Block } from './descriptors';
import { GROUP } from './window';

/**
 * ReLU without pooling: each of a window's four positions is an output, whose winner is its own patch, or 0 if ReLU made it 0. Of a
 * window that extends beyond the edge only the positions inside are stored. `channel` is the first of a group.
 */
export function storeWindow(block: Block, image: u32, y: u32, x: u32, channel: u32, sums: u32): void {
  storePosition(block, image, y, x, channel, sums);
  storePosition(block, image, y, x + 1, channel, sums + 32);
  storePosition(block, image, y + 1, x, channel, sums + 64);
  storePosition(block, image, y + 1, x + 1, channel, sums + 96);
}

function storePosition(block: Block, image: u32, y: u32, x: u32, channel: u32, sums: u32): void {
  if (y >= block.outputHeight || x >= block.outputWidth) return;
  const input = block.inputs + image * block.inputStride + y * block.inputRow + x * block.inputPixel;
  const output = block.outputs + image * block.outputStride + y * block.outputRow + (x * block.channels + channel) * 4;
  const winner =
    block.winners + image * block.winnerStride + ((y * block.outputWidth + x) * block.channels + channel) * 4;
  const zero = f32x4.splat(0);
  const bytes = min(GROUP, block.channels - channel) * 4;
  for (let at: u32 = 0; at < bytes; at += 16) {
    const value = v128.load(sums + at);
    v128.store(output + at, f32x4.pmax(value, zero));
    v128.store(winner + at, v128.and(i32x4.splat(input), f32x4.gt(value, zero)));
  }
}
