import { Dense } from './descriptors';

/**
 * Squared loss of one image's outputs x against y, which is 1 at the label and 0 elsewhere:
 *
 *   loss = 1 / units · Σ over c of (x[c] − y[c])²
 *
 * Its mean over a batch is PyTorch's torch.nn.MSELoss with one-hot targets. Computed in f64. The loss is NaN if the label is not one
 * of the classes.
 */
export function squaredLoss(layer: Dense, image: u32, label: u32): f64 {
  if (label >= layer.units) return NaN;
  const outputs = layer.outputs + image * layer.outputStride;
  let sum: f64 = 0;
  for (let c: u32 = 0; c < layer.units; ++c) {
    const error = <f64>load<f32>(outputs + c * 4) - (c == label ? 1 : 0);
    sum += error * error;
  }
  return sum / layer.units;
}

/** Gradient of the mean loss of `count` images by the outputs of one: 2 (x[c] − y[c]) / (units · count). */
export function squaredLossBackward(layer: Dense, image: u32, label: u32, count: u32): void {
  const outputs = layer.outputs + image * layer.outputStride;
  const gradients = layer.gradients + image * layer.outputStride;
  const scale: f64 = 2 / (<f64>layer.units * <f64>count);
  for (let c: u32 = 0; c < layer.units; ++c) {
    store<f32>(gradients + c * 4, <f32>(scale * (<f64>load<f32>(outputs + c * 4) - (c == label ? 1 : 0))));
  }
}
