import { Block } from './descriptors';
import { patchGradients } from './patchGradients';
import { weightedSum, weightedSumOfThree } from './weightedSum';
import { listWinners } from './winnerLists';

/**
 * Gradients of one block for images [first, last), given the gradients by their outputs. An output's gradient g goes to the input
 * patch that won its window, or to none if ReLU made the output 0. For each output channel c, over its outputs with a winner:
 *
 *   weightGradients[c] += Σ g · patch      biasGradients[c] += Σ g      gradient by patch += g · weights[c]
 *
 * `gradients` and `inputGradients` are the addresses of the gradients by the outputs and inputs of image `first`. The latter are added
 * to; 0 if they are not needed. `lists` has space for four lists, `ends` for their four ends.
 */
export function convolveBackward(
  block: Block,
  gradients: u32,
  inputGradients: u32,
  first: u32,
  last: u32,
  lists: u32,
  ends: u32,
): void {
  const filterBytes = block.kernel * block.kernelRowStride;
  // The gradient by a patch has the same offset in the gradients as the patch has in the inputs.
  const toGradients = inputGradients - (block.inputs + first * block.inputStride);
  for (let channel: u32 = 0; channel < block.channels; channel += 4) {
    const listBytes = listWinners(block, gradients, first, last, channel, lists, ends);
    for (let k: u32 = 0; k < 4; ++k) {
      const list = lists + k * listBytes;
      const end = load<u32>(ends + k * 4);
      const filter = (channel + k) * filterBytes;
      if (inputGradients) allGradients(block, toGradients, list, end, filter);
      else weightGradients(block, list, end, filter);
    }
  }
}

function allGradients(block: Block, toGradients: u32, list: u32, end: u32, filter: u32): void {
  const vectors = block.kernelRowStride / 16;
  for (let row: u32 = 0; row < block.kernel; ++row) {
    patchGradients(
      list,
      end,
      row * block.inputRow,
      toGradients,
      block.weights + filter,
      block.weightGradients + filter,
      vectors,
    );
    filter += block.kernelRowStride;
  }
}

/** Without the gradients by the inputs. */
function weightGradients(block: Block, list: u32, end: u32, filter: u32): void {
  const vectors = block.kernelRowStride / 16;
  const gradient = block.weightGradients + filter;
  if (vectors == 1 && block.kernel == 3) {
    weightedSumOfThree(list, end, block.inputRow, gradient);
    return;
  }
  for (let row: u32 = 0; row < block.kernel; ++row) {
    weightedSum(list, end, row * block.inputRow, gradient + row * block.kernelRowStride, vectors, true);
  }
}

/**
 * Zeroes the padding between the kernel rows of the gradient: weighted sums process whole vectors, and so sum up what is to the
 * right of the patches, too.
 */
export function clearBetweenKernelRows(block: Block): void {
  if (block.kernelRow == block.kernelRowStride) return;
  const end = block.weightGradients + block.channels * block.kernel * block.kernelRowStride;
  for (let row = block.weightGradients; row < end; row += block.kernelRowStride) {
    memory.fill(row + block.kernelRow, 0, block.kernelRowStride - block.kernelRow);
  }
}
