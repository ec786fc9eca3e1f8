import { Dense } from './descriptors';

/**
 * Softmax and cross-entropy of one image's outputs x, with m = max x so that no exponential overflows:
 *
 *   p[c] = exp(x[c] − m) / Σ exp(x − m)      loss = m + ln Σ exp(x − m) − x[label]
 *
 * Computed in f64. The loss is NaN if the label is not one of the classes.
 */
export function crossEntropy(layer: Dense, image: u32, label: u32): f64 {
  const outputs = layer.outputs + image * layer.outputStride;
  const largest = maximum(outputs, layer.units);
  let sum: f64 = 0;
  let right: f64 = NaN;
  for (let c: u32 = 0; c < layer.units; ++c) {
    const output = <f64>load<f32>(outputs + c * 4);
    sum += Math.exp(output - largest);
    if (c == label) right = output;
  }
  return largest + Math.log(sum) - right;
}

/** Gradient of the mean loss of `count` images by the outputs of one: (p[c] − (c = label ? 1 : 0)) / count. */
export function crossEntropyBackward(layer: Dense, image: u32, label: u32, count: u32): void {
  const outputs = layer.outputs + image * layer.outputStride;
  const gradients = layer.gradients + image * layer.outputStride;
  const largest = maximum(outputs, layer.units);
  let sum: f64 = 0;
  for (let c: u32 = 0; c < layer.units; ++c) sum += Math.exp(<f64>load<f32>(outputs + c * 4) - largest);
  for (let c: u32 = 0; c < layer.units; ++c) {
    const probability = Math.exp(<f64>load<f32>(outputs + c * 4) - largest) / sum;
    store<f32>(gradients + c * 4, <f32>((probability - (c == label ? 1 : 0)) / count));
  }
}

/** Index of the largest output, the first of equal ones. */
export function largestOutput(layer: Dense, image: u32): u32 {
  const outputs = layer.outputs + image * layer.outputStride;
  let best: u32 = 0;
  for (let c: u32 = 1; c < layer.units; ++c) {
    if (load<f32>(outputs + c * 4) > load<f32>(outputs + best * 4)) best = c;
  }
  return best;
}

function maximum(values: u32, count: u32): f64 {
  let largest = load<f32>(values);
  for (let c: u32 = 1; c < count; ++c) largest = max(largest, load<f32>(values + c * 4));
  return <f64>largest;
}
