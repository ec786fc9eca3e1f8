import { sumWindow, sumWindowOfThree } from './convolutionWindow';
import { Block } from './descriptors';
import { spanBegin, spanEnd } from './foreground';
import { packedGroupBytes } from './packWeights';
import { GROUP, pooledOutput, pooledWinner, windowColumns, windowInput, windowRows } from './window';
import { maxPool } from './windowMaxPool';
import { storeWindow } from './windowPlain';

/**
 * A block's forward pass in the spans of images [first, last), by the definition, window by window:
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

/** Computes the windows of a row's span, with pooling. */
function pooledRow(block: Block, image: u32, y: u32, sums: u32): void {
  const begin = spanBegin(block, image, y);
  const end = spanEnd(block, image, y);
  const isPlainThree = block.kernelRow == 12 && block.kernel == 3;
  const groupBytes = packedGroupBytes(block);
  const pixel = block.inputPixel;
  const row = block.inputRow;
  const channelBytes = block.channels * 4;
  let input = windowInput(block, image, y) + 2 * begin * pixel;
  let output = pooledOutput(block, image, y) + begin * channelBytes;
  let winner = pooledWinner(block, image, y) + begin * channelBytes;
  for (let x = begin; x < end; ++x) {
    let packed = block.packed;
    for (let channel: u32 = 0; channel < channelBytes; channel += GROUP * 4) {
      if (isPlainThree) sumWindowOfThree(input, row, packed, sums);
      else sumWindow(input, pixel, row, block.kernel, block.kernelRow, packed, sums);
      maxPool(sums, input, pixel, row, output + channel, winner + channel);
      if (channel + 16 < channelBytes)
        maxPool(sums + 16, input, pixel, row, output + channel + 16, winner + channel + 16);
      packed += groupBytes;
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
      storeWindow(block, image, 2 * y, 2 * x, channel, sums);
      packed += groupBytes;
    }
    input += 2 * block.inputPixel;
  }
}
