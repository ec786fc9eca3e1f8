import { sumWindow } from './convolutionWindow';
import { Block } from './descriptors';
import { packedGroupBytes } from './packWeights';
import { GROUP, pooledOutput, pooledWinner, windowColumns, windowInput, windowRows } from './window';
import { maxPool, maxPoolBackground } from './windowMaxPool';
import { keepWindow } from './windowPlain';

/**
 * A block's forward pass for images [first, last), straight from the definition, window by window:
 *
 *   convolution[y][x][c] = bias[c] + Σ over ky, kx, i of input[y + ky][x + kx][i] · weight[c][ky][kx][i],   then ReLU and pooling
 */
export function convolveDirect(block: Block, first: u32, last: u32, sums: u32): void {
  for (let image = first; image < last; ++image) {
    for (let y: u32 = 0; y < windowRows(block); ++y) {
      if (block.pool == 2) pooledRow(block, image, y, sums);
      else plainRow(block, image, y, sums);
    }
  }
}

/** One row of windows with pooling. Windows that see nothing but background are their biases, without any computation. */
function pooledRow(block: Block, image: u32, y: u32, sums: u32): void {
  // Where nobody asks for the gradient by the inputs these are pixels: most of handwriting is background.
  const seeksBackground = !block.inputGradients;
  const groupBytes = packedGroupBytes(block);
  const pixel = block.inputPixel;
  const row = block.inputRow;
  const channelBytes = block.channels * 4;
  let input = windowInput(block, image, y);
  let output = pooledOutput(block, image, y);
  let winner = pooledWinner(block, image, y);
  for (let x = block.outputWidth; x; --x) {
    let packed = block.packed;
    if (seeksBackground && isBackground(block, input)) {
      for (let channel: u32 = 0; channel < channelBytes; channel += GROUP * 4) {
        maxPoolBackground(packed, output + channel, winner + channel);
        if (channel + 16 < channelBytes) maxPoolBackground(packed + 16, output + channel + 16, winner + channel + 16);
        packed += groupBytes;
      }
    } else {
      for (let channel: u32 = 0; channel < channelBytes; channel += GROUP * 4) {
        sumWindow(input, pixel, row, block.kernel, block.kernelRow, packed, sums);
        maxPool(sums, input, pixel, row, output + channel, winner + channel);
        if (channel + 16 < channelBytes) maxPool(sums + 16, input, pixel, row, output + channel + 16, winner + channel + 16);
        packed += groupBytes;
      }
    }
    input += 2 * pixel;
    output += channelBytes;
    winner += channelBytes;
  }
}

function plainRow(block: Block, image: u32, y: u32, sums: u32): void {
  const groupBytes = packedGroupBytes(block);
  let input = windowInput(block, image, y);
  for (let x: u32 = 0; x < windowColumns(block); ++x) {
    let packed = block.packed;
    for (let channel: u32 = 0; channel < block.channels; channel += GROUP) {
      sumWindow(input, block.inputPixel, block.inputRow, block.kernel, block.kernelRow, packed, sums);
      keepWindow(block, image, 2 * y, 2 * x, channel, sums);
      packed += groupBytes;
    }
    input += 2 * block.inputPixel;
  }
}

/** Whether all that a window sees is zero; what lies in the vectors to the right of it must be zero too. */
function isBackground(block: Block, input: u32): bool {
  const row = block.inputRow;
  const width = block.kernelRow + block.inputPixel;
  const end = input + (block.kernel + 1) * row;
  let seen = v128.or(v128.or(v128.load(input), v128.load(input + row)), v128.or(v128.load(input + 2 * row), v128.load(input + 3 * row)));
  for (let below = input + 4 * row; below < end; below += row) seen = v128.or(seen, v128.load(below));
  if (v128.any_true(seen)) return false;
  for (; input < end; input += row) {
    for (let at: u32 = 16; at < width; at += 16) seen = v128.or(seen, v128.load(input + at));
  }
  return !v128.any_true(seen);
}
