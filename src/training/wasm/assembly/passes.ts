import { collectBackground, copyBackground } from './background';
import { clearBetweenKernelRows, convolveBackward } from './convolutionBackward';
import { convolveDirect } from './convolutionDirect';
import { convolveWinograd } from './convolutionWinograd';
import { denseBackward, reluBackward } from './denseBackward';
import { denseForward } from './denseForward';
import { blockAt, Dense, denseAt, Model, Split } from './descriptors';
import { findSpans } from './foreground';
import { loadBatch } from './loadBatch';
import { packWeights } from './packWeights';
import { crossEntropy, crossEntropyBackward, largestOutput } from './softmaxCrossEntropy';
import { squaredLoss, squaredLossBackward } from './squaredLoss';
import { transformWeights } from './winogradWeights';

/**
 * Images that the blocks process together. More images make the lists of winners longer, and so fewer, and leave fewer partial groups
 * of tiles, but soon exceed the caches. The driver allocates memory for this number, see networkLayout.ts.
 */
const IMAGES_AT_ONCE: u32 = 4;

/**
 * The forward pass of a batch. Blocks process a few images at a time, which fit the cache; dense layers process the whole batch,
 * because their weights do not fit.
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

/** The backward pass of a batch, from the gradients by the outputs to those by all parameters. */
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
 * Sets the black image's gradients to 0. Other images add their gradients by outputs in the background to them, and each block adds
 * those by its inputs, which are the outputs of the previous block.
 */
function clearBlackGradients(model: Model): void {
  for (let b: u32 = 0; b < model.blockCount; ++b) {
    const block = blockAt(model, b);
    if (block.blackInputGradients) memory.fill(block.blackInputGradients, 0, block.inputStride);
    if (b == model.blockCount - 1) memory.fill(block.blackGradients, 0, block.outputStride);
  }
}

/** Computes the gradients of the mean loss of training images order[start] … order[start + count − 1]; returns that loss. */
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

/** Sum of the losses of images [start, start + count) of a split; sets model.correct to how many of them are classified correctly. */
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
