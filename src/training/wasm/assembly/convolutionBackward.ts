import { Block } from './descriptors';
import { patchGradients } from './patchGradients';
import { weightedSum, weightedSumOfThree } from './weightedSum';
import { listWinners } from './winnerLists';

/**
 * Gradients of one block for images [first, last), given the gradients by their outputs. An output's gradient g goes to the one input
 * patch that won its window, and to none if ReLU cut it off; so for each output channel c, over its outputs with a winner:
 *
 *   weightGradients[c] += Σ g · patch      biasGradients[c] += Σ g      gradient by patch += g · weights[c]
 *
 * `gradients` and `inputGradients` are where the gradients by the outputs and by the inputs of image `first` begin. The latter are added
 * to; 0 says that nobody needs them. `lists` has room for four lists, `ends` for their four ends.
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
  // The gradient by a patch lies where the patch lies, in the planes of gradients instead of those of inputs.
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

/** Where nobody needs the gradients by the inputs. */
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
