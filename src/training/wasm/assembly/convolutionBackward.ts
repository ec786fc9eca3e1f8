import { Block } from './descriptors';
import { scatter } from './scatter';
import { appendIf, weightedSum, weightedSumOfThree } from './weightedSum';

/**
 * Gradients of one block for images [first, last). An output's gradient g goes to the one input patch that won its window, to
 * none if ReLU cut it off; so for each output channel c, over its outputs with a winner:
 *
 *   weightGradients[c] += Σ g · patch      biasGradients[c] += Σ g      gradient by patch += g · weights[c]
 */
export function convolveBackward(block: Block, first: u32, last: u32, list: u32): void {
  const filterBytes = block.kernel * block.kernelRowStride;
  if (block.inputGradients) {
    memory.fill(block.inputGradients + first * block.inputStride, 0, (last - first) * block.inputStride);
  }
  addToBiases(block, first, last);
  for (let channel: u32 = 0; channel < block.channels; ++channel) {
    const end = listWinners(block, first, last, channel, list);
    addToWeights(block, list, end, block.weightGradients + channel * filterBytes);
    if (block.inputGradients) scatterToInputs(block, list, end, block.weights + channel * filterBytes);
  }
}

/** Lists (patch, gradient) of one channel's outputs; returns the list's end. */
function listWinners(block: Block, first: u32, last: u32, channel: u32, list: u32): u32 {
  const pixel = block.channels * 4;
  let end = list;
  for (let image = first; image < last; ++image) {
    let winner = block.winners + image * block.winnerStride + channel * 4;
    let row = block.gradients + image * block.outputStride + channel * 4;
    for (let y = block.outputHeight; y; --y) {
      let gradient = row;
      const rowEnd = winner + block.outputWidth * pixel;
      while (winner < rowEnd) {
        const patch = load<u32>(winner);
        end = appendIf(patch != 0, end, patch, load<f32>(gradient));
        winner += pixel;
        gradient += pixel;
      }
      row += block.outputRow;
    }
  }
  return end;
}

/** Four channels at a time. */
function addToBiases(block: Block, first: u32, last: u32): void {
  const pixel = block.channels * 4;
  const none = i32x4.splat(0);
  for (let channels: u32 = 0; channels < pixel; channels += 16) {
    let sum = v128.load(block.biasGradients + channels);
    for (let image = first; image < last; ++image) {
      let winner = block.winners + image * block.winnerStride + channels;
      let row = block.gradients + image * block.outputStride + channels;
      for (let y = block.outputHeight; y; --y) {
        let gradient = row;
        const rowEnd = winner + block.outputWidth * pixel;
        while (winner < rowEnd) {
          const won = i32x4.ne(v128.load(winner), none);
          sum = f32x4.add(sum, v128.and(v128.load(gradient), won));
          winner += pixel;
          gradient += pixel;
        }
        row += block.outputRow;
      }
    }
    v128.store(block.biasGradients + channels, sum);
  }
}

function addToWeights(block: Block, list: u32, end: u32, filterGradient: u32): void {
  const vectors = block.kernelRowStride / 16;
  if (vectors == 1 && block.kernel == 3) {
    weightedSumOfThree(list, end, block.inputRow, filterGradient);
    return;
  }
  for (let row: u32 = 0; row < block.kernel; ++row) {
    weightedSum(list, end, row * block.inputRow, filterGradient + row * block.kernelRowStride, vectors, true);
  }
}

/** A patch's gradient lies where the patch lies, in the planes of gradients instead of those of inputs. */
function scatterToInputs(block: Block, list: u32, end: u32, filter: u32): void {
  let offset = block.inputGradients - block.inputs;
  for (let row: u32 = 0; row < block.kernel; ++row) {
    scatter(list, end, offset, filter, block.kernelRowStride / 16);
    offset += block.inputRow;
    filter += block.kernelRowStride;
  }
}

/**
 * Zeroes what lies between the kernel rows of the gradient: a weighted sum reads whole vectors, and so leaves there the sums
 * of whatever stands to the right of the patches.
 */
export function clearBetweenKernelRows(block: Block): void {
  if (block.kernelRow == block.kernelRowStride) return;
  const end = block.weightGradients + block.channels * block.kernel * block.kernelRowStride;
  for (let row = block.weightGradients; row < end; row += block.kernelRowStride) {
    memory.fill(row + block.kernelRow, 0, block.kernelRowStride - block.kernelRow);
  }
}
