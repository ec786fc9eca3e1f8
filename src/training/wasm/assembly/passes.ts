import { collectBackground, copyBackground } from './background';
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
 * soon exceed the caches. The driver makes room for so many: see networkLayout.ts.
 */
const IMAGES_AT_ONCE: u32 = 4;

/**
 * The batch's way through the network. Blocks go a few images at a time, because these fit the cache; dense layers go batch by batch,
 * because their weights do not.
 */
function forward(model: Model, count: u32): void {
  for (let b: u32 = 0; b < model.blockCount; ++b) {
    const block = blockAt(model, b);
    if (block.winograd) transformWeights(block);
    else packWeights(block);
  }
  findSpans(model, count);
  if (model.hasBlackImage) blocksForward(model, model.blackImage, model.blackImage + 1);
  for (let first: u32 = 0; first < count; first += IMAGES_AT_ONCE)
    blocksForward(model, first, min(first + IMAGES_AT_ONCE, count));
  for (let d: u32 = 0; d < model.denseCount; ++d) denseForward(denseAt(model, d), count, model.sums);
}

function blocksForward(model: Model, first: u32, last: u32): void {
  for (let b: u32 = 0; b < model.blockCount; ++b) {
    const block = blockAt(model, b);
    if (first == model.blackImage) {
      if (!block.spans) return;
    } else if (block.spans && model.hasBlackImage) {
      copyBackground(model, block, first, last);
    }
    if (block.winograd) convolveWinograd(block, first, last, model.tiles, model.sums);
    else convolveDirect(block, first, last, model.sums);
  }
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
  if (model.hasBlackImage) clearBlackGradients(model);
  for (let first: u32 = 0; first < count; first += IMAGES_AT_ONCE)
    blocksBackward(model, first, min(first + IMAGES_AT_ONCE, count));
  if (model.hasBlackImage) blocksBackward(model, model.blackImage, model.blackImage + 1);
  for (let b: u32 = 0; b < model.blockCount; ++b) clearBetweenKernelRows(blockAt(model, b));
}

function blocksBackward(model: Model, first: u32, last: u32): void {
  const isBlack = first == model.blackImage;
  for (let b = model.blockCount; b; --b) {
    const block = blockAt(model, b - 1);
    let gradients = b == model.blockCount ? block.gradients + first * block.outputStride : block.gradients;
    let inputGradients = block.inputGradients;
    if (isBlack) {
      if (!block.spans) continue;
      gradients = block.blackGradients;
      inputGradients = block.blackInputGradients;
    } else {
      if (inputGradients) memory.fill(inputGradients, 0, (last - first) * block.inputStride);
      if (model.hasBlackImage && block.spans) collectBackground(block, gradients, first, last);
    }
    convolveBackward(block, gradients, inputGradients, first, last, model.lists, model.listEnds);
  }
}

/**
 * The black image's gradients begin as zeros: other images add theirs by outputs in the background, and a block its own by inputs,
 * which are the block's before it by outputs.
 */
function clearBlackGradients(model: Model): void {
  for (let b: u32 = 0; b < model.blockCount; ++b) {
    const block = blockAt(model, b);
    if (block.blackInputGradients) memory.fill(block.blackInputGradients, 0, block.inputStride);
    if (b == model.blockCount - 1) memory.fill(block.blackGradients, 0, block.outputStride);
  }
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
