import { Dense } from './descriptors';
import { multiplyAdd } from './multiplyAdd';

/**
 * Images and outputs of a tile. Eight sums and the six vectors that they are computed from fit the registers. The weights of four
 * outputs stay in the first-level cache for the whole batch; the images do not, so a tile has fewer of them.
 */
const TILE_IMAGES: u32 = 2;
const TILE_OUTPUTS: u32 = 4;

/**
 * A dense layer for a batch:
 *
 *   output[n][o] = bias[o] + Σ over i of input[n][i] · weight[o][i],   then max(0, ·) in hidden layers
 *
 * Computed in tiles of 2 images x 4 outputs. Batch and outputs are rounded up to whole tiles, for which the buffers have space;
 * additional outputs are 0, because the next layer reads whole vectors.
 */
export function denseForward(layer: Dense, count: u32, sums: u32): void {
  for (let output: u32 = 0; output < layer.units; output += TILE_OUTPUTS) {
    const weights = layer.weights + output * layer.inputStride;
    const biases = v128.load(layer.biases + output * 4);
    const used = i32x4.gt_s(i32x4.splat(layer.units - output), i32x4(0, 1, 2, 3));
    for (let image: u32 = 0; image < count; image += TILE_IMAGES) {
      dotTile(layer.inputs + image * layer.inputStride, weights, layer.inputStride, sums);
      const out = layer.outputs + image * layer.outputStride + output * 4;
      v128.store(out, v128.and(used, activate(layer, f32x4.add(sumsOfLanes(sums), biases))));
      v128.store(out + layer.outputStride, v128.and(used, activate(layer, f32x4.add(sumsOfLanes(sums + 64), biases))));
    }
  }
}

/** ReLU, except in the output layer. NaN stays NaN. */
function activate(layer: Dense, values: v128): v128 {
  return layer.relu ? f32x4.pmax(values, f32x4.splat(0)) : values;
}

/** The sums of the lanes of four consecutive vectors, as one vector. */
function sumsOfLanes(vectors: u32): v128 {
  const upper = sumsOfHalves(v128.load(vectors, 0), v128.load(vectors, 16));
  const lower = sumsOfHalves(v128.load(vectors, 32), v128.load(vectors, 48));
  return f32x4.add(v128.shuffle<f32>(upper, lower, 0, 1, 4, 5), v128.shuffle<f32>(upper, lower, 2, 3, 6, 7));
}

/** [a0 + a2, b0 + b2, a1 + a3, b1 + b3] */
function sumsOfHalves(a: v128, b: v128): v128 {
  return f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
}

/** sums[image][output] = the partial sums in the four lanes of input row · weight row; rows are `stride` bytes long. */
function dotTile(inputs: u32, weights: u32, stride: u32, sums: u32): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  let b = inputs + stride;
  let weights1 = weights + stride;
  let weights2 = weights1 + stride;
  let weights3 = weights2 + stride;
  const end = b;
  for (let a = inputs; a < end; a += 16) {
    const ax = v128.load(a);
    const bx = v128.load(b);
    const w0 = v128.load(weights);
    a0 = multiplyAdd(ax, w0, a0);
    b0 = multiplyAdd(bx, w0, b0);
    const w1 = v128.load(weights1);
    a1 = multiplyAdd(ax, w1, a1);
    b1 = multiplyAdd(bx, w1, b1);
    const w2 = v128.load(weights2);
    a2 = multiplyAdd(ax, w2, a2);
    b2 = multiplyAdd(bx, w2, b2);
    const w3 = v128.load(weights3);
    a3 = multiplyAdd(ax, w3, a3);
    b3 = multiplyAdd(bx, w3, b3);
    b += 16;
    weights += 16;
    weights1 += 16;
    weights2 += 16;
    weights3 += 16;
  }
  v128.store(sums, a0, 0);
  v128.store(sums, a1, 16);
  v128.store(sums, a2, 32);
  v128.store(sums, a3, 48);
  v128.store(sums, b0, 64);
  v128.store(sums, b1, 80);
  v128.store(sums, b2, 96);
  v128.store(sums, b3, 112);
}
