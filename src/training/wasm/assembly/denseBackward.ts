import { Dense, Model } from './descriptors';
import { appendIf, ENTRY, weightedSum } from './weightedSum';

/** Bytes of each row that are summed at a time, so that these parts of a whole batch fit the first-level cache. */
const PIECE: u32 = 384;

/**
 * Gradients of a dense layer for a batch, g[n][o] being the gradient by the outputs before ReLU:
 *
 *   weightGradients[o] = Σ over n of g[n][o] · input[n]       biasGradients[o] = Σ over n of g[n][o]
 *   inputGradients[n]  = Σ over o of g[n][o] · weight[o]
 */
export function denseBackward(model: Model, layer: Dense, count: u32): void {
  for (let output: u32 = 0; output < layer.units; ++output) {
    const list = model.lists + output * count * ENTRY;
    let end = list;
    let sum: f32 = 0;
    for (let image: u32 = 0; image < count; ++image) {
      const gradient = load<f32>(layer.gradients + image * layer.outputStride + output * 4);
      end = appendIf(gradient != 0, end, layer.inputs + image * layer.inputStride, gradient);
      sum += gradient;
    }
    store<u32>(model.listEnds + output * 4, end);
    store<f32>(layer.biasGradients + output * 4, sum);
  }
  sumLists(model, layer.units, count, layer.weightGradients, layer.inputStride);

  if (!layer.inputGradients) return;
  for (let image: u32 = 0; image < count; ++image) {
    let end = model.lists + image * layer.units * ENTRY;
    for (let output: u32 = 0; output < layer.units; ++output) {
      const gradient = load<f32>(layer.gradients + image * layer.outputStride + output * 4);
      end = appendIf(gradient != 0, end, layer.weights + output * layer.inputStride, gradient);
    }
    store<u32>(model.listEnds + image * 4, end);
  }
  sumLists(model, count, layer.units, layer.inputGradients, layer.inputStride);
}

/** out[k] = weighted sum of list k, for rows of `rowBytes`; the lists are `capacity` entries apart. */
function sumLists(model: Model, listCount: u32, capacity: u32, out: u32, rowBytes: u32): void {
  for (let offset: u32 = 0; offset < rowBytes; offset += PIECE) {
    const vectors = min(PIECE, rowBytes - offset) / 16;
    for (let k: u32 = 0; k < listCount; ++k) {
      const list = model.lists + k * capacity * ENTRY;
      weightedSum(list, load<u32>(model.listEnds + k * 4), offset, out + k * rowBytes + offset, vectors, false);
    }
  }
}

/** The gradient before ReLU from the gradient after it: g if the output is positive, otherwise 0. */
export function reluBackward(layer: Dense, count: u32): void {
  const zero = f32x4.splat(0);
  const bytes = count * layer.outputStride;
  for (let at: u32 = 0; at < bytes; at += 16) {
    const active = f32x4.gt(v128.load(layer.outputs + at), zero);
    v128.store(layer.gradients + at, v128.and(v128.load(layer.gradients + at), active));
  }
}
