import { Block } from './descriptors';

/** Output channels that are computed together, in two vectors. */
export const GROUP: u32 = 8;

/** Number of rows (and below, columns) of a block's windows of 2 x 2 positions. */
export function windowRows(block: Block): u32 {
  return block.pool == 2 ? block.outputHeight : (block.outputHeight + 1) / 2;
}

export function windowColumns(block: Block): u32 {
  return block.pool == 2 ? block.outputWidth : (block.outputWidth + 1) / 2;
}

/** Address of the input patch of the first position of a row's first window. */
export function windowInput(block: Block, image: u32, y: u32): u32 {
  return block.inputs + image * block.inputStride + 2 * y * block.inputRow;
}

/** Address of the first pooled output of a row of windows. */
export function pooledOutput(block: Block, image: u32, y: u32): u32 {
  return block.outputs + image * block.outputStride + y * block.outputRow;
}

/** Address of the winner of the first pooled output of a row of windows. */
export function pooledWinner(block: Block, image: u32, y: u32): u32 {
  return block.winners + image * block.winnerStride + y * block.outputWidth * block.channels * 4;
}
