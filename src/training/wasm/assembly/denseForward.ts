import { Dense } from './descriptors';
import { multiplyAdd } from './multiplyAdd';

/** Images, and outputs, of one tile. Eight sums and the six vectors they are made from fit the registers. */
const TILE_IMAGES: u32 = 4;
const TILE_OUTPUTS: u32 = 2;

/**
 * A dense layer for a batch:
 *
 *   output[n][o] = bias[o] + Σ over i of input[n][i] · weight[o][i],   then max(0, ·) in hidden layers
 *
 * Computed by tiles of 4 images x 2 outputs. The batch is rounded up to whole tiles: the buffers have room, and what is
 * computed there is not used.
 */
export function denseForward(layer: Dense, count: u32, sums: u32): void {
  for (let output: u32 = 0; output < layer.units; output += TILE_OUTPUTS) {
    const weights = layer.weights + output * layer.inputStride;
    for (let image: u32 = 0; image < count; image += TILE_IMAGES) {
      dotTile(layer.inputs + image * layer.inputStride, weights, layer.inputStride, sums);
      let out = layer.outputs + image * layer.outputStride + output * 4;
      for (let i: u32 = 0; i < TILE_IMAGES; ++i) {
        store<f32>(out, activate(layer, sumOfLanes(sums + i * 32) + load<f32>(layer.biases + output * 4)));
        store<f32>(out + 4, activate(layer, sumOfLanes(sums + i * 32 + 16) + load<f32>(layer.biases + output * 4 + 4)));
        out += layer.outputStride;
      }
    }
  }
}

/** ReLU, except in the output layer. NaN stays NaN. */
function activate(layer: Dense, value: f32): f32 {
  return layer.relu && value < 0 ? 0 : value;
}

function sumOfLanes(vector: u32): f32 {
  return load<f32>(vector, 0) + load<f32>(vector, 4) + (load<f32>(vector, 8) + load<f32>(vector, 12));
}

/** sums[image][output] = the four lanes' parts of input row · weight row, rows `stride` bytes long. */
function dotTile(inputs: u32, weights: u32, stride: u32, sums: u32): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  let b = inputs + stride;
  let c = b + stride;
  let d = c + stride;
  let second = weights + stride;
  const end = b;
  for (let a = inputs; a < end; a += 16) {
    const w0 = v128.load(weights);
    const w1 = v128.load(second);
    const ax = v128.load(a);
    a0 = multiplyAdd(ax, w0, a0);
    a1 = multiplyAdd(ax, w1, a1);
    const bx = v128.load(b);
    b0 = multiplyAdd(bx, w0, b0);
    b1 = multiplyAdd(bx, w1, b1);
    const cx = v128.load(c);
    c0 = multiplyAdd(cx, w0, c0);
    c1 = multiplyAdd(cx, w1, c1);
    const dx = v128.load(d);
    d0 = multiplyAdd(dx, w0, d0);
    d1 = multiplyAdd(dx, w1, d1);
    b += 16;
    c += 16;
    d += 16;
    weights += 16;
    second += 16;
  }
  v128.store(sums, a0, 0);
  v128.store(sums, a1, 16);
  v128.store(sums, b0, 32);
  v128.store(sums, b1, 48);
  v128.store(sums, c0, 64);
  v128.store(sums, c1, 80);
  v128.store(sums, d0, 96);
  v128.store(sums, d1, 112);
}
