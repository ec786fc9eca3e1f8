import { Block } from './descriptors';
import { scatter } from './scatter';
import { append, ENTRY, weightedSum, weightedSumOfThree } from './weightedSum';

/**
 * Gradients of one block for one image. An output's gradient g goes to the one input patch that won its window, to none if
 * ReLU cut it off; so for each output channel c, over its outputs with a winner:
 *
 *   weightGradients[c] += Σ g · patch      biasGradients[c] += Σ g      gradient by patch += g · weights[c]
 */
export function convolveBackward(block: Block, image: u32, list: u32): void {
  const filterBytes = block.kernel * block.kernelRowStride;
  const inputBytes = block.inputStride;
  if (block.inputGradients) memory.fill(block.inputGradients, 0, inputBytes);
  for (let channel: u32 = 0; channel < block.channels; ++channel) {
    const end = listWinners(block, image, channel, list);
    addToBias(list, end, block.biasGradients + channel * 4);
    addToWeights(block, list, end, block.weightGradients + channel * filterBytes);
    if (block.inputGradients) {
      const toGradient = block.inputGradients - (block.inputs + image * block.inputStride);
      scatterToInputs(block, list, end, toGradient, block.weights + channel * filterBytes);
    }
  }
}

/** Lists (patch, gradient) of one channel's outputs; returns the list's end. */
function listWinners(block: Block, image: u32, channel: u32, list: u32): u32 {
  const pixel = block.channels * 4;
  let winner = block.winners + image * block.winnerStride + channel * 4;
  let row = block.gradients + image * block.gradientStride + channel * 4;
  let end = list;
  for (let y = block.outputHeight; y; --y) {
    let gradient = row;
    const rowEnd = winner + block.outputWidth * pixel;
    while (winner < rowEnd) {
      const patch = load<u32>(winner);
      end = append(end, patch, patch ? load<f32>(gradient) : 0);
      winner += pixel;
      gradient += pixel;
    }
    row += block.gradientRow;
  }
  return end;
}

function addToBias(list: u32, end: u32, biasGradient: u32): void {
  let sum: f32 = 0;
  for (; list < end; list += ENTRY) sum += load<f32>(list, 4);
  store<f32>(biasGradient, load<f32>(biasGradient) + sum);
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

function scatterToInputs(block: Block, list: u32, end: u32, toGradient: u32, filter: u32): void {
  for (let row: u32 = 0; row < block.kernel; ++row) {
    scatter(list, end, toGradient + row * block.inputRow, filter + row * block.kernelRowStride, block.kernelRowStride / 16);
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
