import { Block, Model } from './descriptors';
import { spanBegin, spanEnd } from './foreground';

/**
 * Outside the spans (see foreground.ts) all images have the outputs of a black image. Blocks with spans process the black image as
 * an additional image of the batch: first in the forward pass, where the others copy its outputs, and last in the backward pass,
 * where their gradients by these outputs are added to its own.
 */

/** Copies the outputs of the black image to images [first, last); the forward pass then replaces those in the spans. */
export function copyBackground(model: Model, block: Block, first: u32, last: u32): void {
  const blackImage = block.outputs + model.blackImage * block.outputStride;
  for (let image = first; image < last; ++image) {
    memory.copy(block.outputs + image * block.outputStride, blackImage, block.outputHeight * block.outputRow);
  }
}

/**
 * Adds the gradients of images [first, last) by outputs in the background to those of the black image. The background from the end
 * of a row's span to the start of the next is contiguous in memory; the gradients by a border in between are never read.
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
