import { sumWindow } from './convolutionWindow';
import { Block } from './descriptors';
import { GROUP, packedGroupBytes } from './packWeights';

/**
 * Convolution, ReLU and 2 x 2 max-pooling of one image, as one:
 *
 *   output[y][x][c] = max(0, max of the convolution at (2y, 2x), (2y, 2x+1), (2y+1, 2x), (2y+1, 2x+1))
 *
 * (Maximum and ReLU change places without changing the result.) winners[y][x][c] remembers the address of the input patch
 * that won, or 0 if ReLU cut it off. The convolution at a left-over last row or column is never computed.
 */
export function convolveMaxPool(block: Block, image: u32, window: u32): void {
  const groupBytes = packedGroupBytes(block);
  const pixel = block.channels * 4;
  for (let channel: u32 = 0; channel < block.channels; channel += GROUP) {
    const packed = block.packed + (channel / GROUP) * groupBytes;
    const wide = channel + GROUP <= block.channels;
    let winner = block.winners + image * block.winnerStride + channel * 4;
    for (let y: u32 = 0; y < block.outputHeight; ++y) {
      let input = block.inputs + image * block.inputStride + 2 * y * block.inputRow;
      let output = block.outputs + image * block.outputStride + y * block.outputRow + channel * 4;
      for (let x: u32 = 0; x < block.outputWidth; ++x) {
        sumWindow(block, input, packed, window);
        maxOfWindow(block, window, input, output, winner);
        if (wide) maxOfWindow(block, window + 16, input, output + 16, winner + 16);
        input += 2 * block.inputPixel;
        output += pixel;
        winner += pixel;
      }
    }
  }
}

/** Maximum over the window's positions of four channels. Among equals the first position wins; NaN wins over everything. */
function maxOfWindow(block: Block, sums: u32, input: u32, output: u32, winner: u32): void {
  let best = v128.load(sums, 0);
  let place = i32x4.splat(input);

  let value = v128.load(sums, 32);
  let better = v128.or(f32x4.gt(value, best), f32x4.ne(value, value));
  best = v128.bitselect(value, best, better);
  place = v128.bitselect(i32x4.splat(input + block.inputPixel), place, better);

  value = v128.load(sums, 64);
  better = v128.or(f32x4.gt(value, best), f32x4.ne(value, value));
  best = v128.bitselect(value, best, better);
  place = v128.bitselect(i32x4.splat(input + block.inputRow), place, better);

  value = v128.load(sums, 96);
  better = v128.or(f32x4.gt(value, best), f32x4.ne(value, value));
  best = v128.bitselect(value, best, better);
  place = v128.bitselect(i32x4.splat(input + block.inputRow + block.inputPixel), place, better);

  const zero = f32x4.splat(0);
  v128.store(output, f32x4.pmax(best, zero));
  v128.store(winner, v128.and(place, f32x4.gt(best, zero)));
}
