import { clearBetweenKernelRows, convolveBackward } from './convolutionBackward';
import { convolveDirect } from './convolutionDirect';
import { convolveWinograd } from './convolutionWinograd';
import { denseBackward, reluBackward } from './denseBackward';
import { denseForward } from './denseForward';
import { blockAt, Dense, denseAt, Model, Split } from './descriptors';
import { findSpans } from './ink';
import { loadBatch } from './loadBatch';
import { packWeights } from './packWeights';
import { crossEntropy, crossEntropyBackward, largestOutput } from './softmaxCrossEntropy';
import { squaredLoss, squaredLossBackward } from './squaredLoss';
import { transformWeights } from './winogradWeights';

/**
 * Images that go through the blocks together: more make longer, and so fewer, lists of winners, and fewer tiles left over, but
 * soon exceed the caches. The driver's memoryLayout.ts makes room for so many.
 */
const IMAGES_AT_ONCE: u32 = 4;

/** The batch's way through the network. Blocks go a few images at a time, because these fit the cache; dense layers go batch by batch, because their weights do not. */
function forward(model: Model, count: u32): void {
  for (let b: u32 = 0; b < model.blockCount; ++b) {
    const block = blockAt(model, b);
    if (block.winograd) transformWeights(block);
    else packWeights(block);
    if (block.spans) findSpans(model, block, count);
  }
  for (let first: u32 = 0; first < count; first += IMAGES_AT_ONCE) {
    const last = min(first + IMAGES_AT_ONCE, count);
    for (let b: u32 = 0; b < model.blockCount; ++b) {
      const block = blockAt(model, b);
      if (block.winograd) convolveWinograd(block, first, last, model.tiles, model.sums);
      else convolveDirect(block, first, last, model.sums);
    }
  }
  for (let d: u32 = 0; d < model.denseCount; ++d) denseForward(denseAt(model, d), count, model.sums);
}

/** From the gradient by the outputs to the gradients by all parameters. */
function backward(model: Model, count: u32): void {
  for (let d = model.denseCount; d; --d) {
    const layer = denseAt(model, d - 1);
    if (layer.relu) reluBackward(layer, count);
    denseBackward(model, layer, count);
  }
  for (let b: u32 = 0; b < model.blockCount; ++b) {
    const block = blockAt(model, b);
    memory.fill(block.weightGradients, 0, block.channels * block.kernel * block.kernelRowStride);
    memory.fill(block.biasGradients, 0, block.channels * 4);
  }
  for (let first: u32 = 0; first < count; first += IMAGES_AT_ONCE) {
    const last = min(first + IMAGES_AT_ONCE, count);
    for (let b = model.blockCount; b; --b) {
      const block = blockAt(model, b - 1);
      const gradients = b == model.blockCount ? block.gradients + first * block.outputStride : block.gradients;
      convolveBackward(block, gradients, first, last, model.lists, model.listEnds);
    }
  }
  for (let b: u32 = 0; b < model.blockCount; ++b) clearBetweenKernelRows(blockAt(model, b));
}

/** Leaves the gradient of the mean loss of training images order[start] … order[start + count − 1]; returns that loss. */
export function gradients(model: Model, start: u32, count: u32): f64 {
  loadBatch(model, model.train, model.order, start, count);
  forward(model, count);
  const output = denseAt(model, model.denseCount - 1);
  const loss = batchLoss(model, output, count) / count;
  for (let image: u32 = 0; image < count; ++image) {
    const label = load<u8>(model.labels + image);
    if (model.isSquared) squaredLossBackward(output, image, label, count);
    else crossEntropyBackward(output, image, label, count);
  }
  backward(model, count);
  return loss;
}

/** Sum of the losses of images [start, start + count) of a split; leaves in model.correct how many of them are classified rightly. */
export function evaluate(model: Model, split: Split, start: u32, count: u32): f64 {
  loadBatch(model, split, 0, start, count);
  forward(model, count);
  const output = denseAt(model, model.denseCount - 1);
  model.correct = 0;
  for (let image: u32 = 0; image < count; ++image) {
    if (largestOutput(output, image) == load<u8>(model.labels + image)) ++model.correct;
  }
  return batchLoss(model, output, count);
}

function batchLoss(model: Model, output: Dense, count: u32): f64 {
  let sum: f64 = 0;
  for (let image: u32 = 0; image < count; ++image) {
    const label = load<u8>(model.labels + image);
    sum += model.isSquared ? squaredLoss(output, image, label) : crossEntropy(output, image, label);
  }
  return sum;
}
