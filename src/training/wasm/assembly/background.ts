import { Block, Model } from './descriptors';
import { spanBegin, spanEnd } from './ink';

/**
 * What lies outside the spans (see ink.ts) is what a black image has there. The black image goes through the blocks with spans as one
 * more image of the batch, first forward and last backward: the others take its outputs, and it takes the gradients by them.
 */

/** Begins the outputs of images [first, last) as those of the black image; what is in the spans will replace them there. */
export function copyBackground(model: Model, block: Block, first: u32, last: u32): void {
  const blackImage = block.outputs + model.blackImage * block.outputStride;
  for (let image = first; image < last; ++image) {
    memory.copy(block.outputs + image * block.outputStride, blackImage, block.outputHeight * block.outputRow);
  }
}

/**
 * Adds to the black image's gradients those of images [first, last) by outputs in the background. From the end of a row's span to the
 * beginning of the next one that is one piece of memory; nobody reads the gradients by a border in between.
 */
export function collectBackground(block: Block, gradients: u32, first: u32, last: u32): void {
  const channelBytes = block.channels * 4;
  for (let image = first; image < last; ++image) {
    const from = gradients + (image - first) * block.outputStride;
    let row: u32 = 0;
    let at: u32 = 0;
    for (let y: u32 = 0; y < block.outputHeight; ++y) {
      addVectors(from, block.blackGradients, at, row + spanBegin(block, image, y) * channelBytes);
      at = row + spanEnd(block, image, y) * channelBytes;
      row += block.outputRow;
    }
    addVectors(from, block.blackGradients, at, row);
  }
}

function addVectors(from: u32, to: u32, begin: u32, end: u32): void {
  for (let at = begin; at < end; at += 16) v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
}
