import { Block } from './descriptors';
import { GROUP } from './window';

/** Products of a tile: 4 x 4. */
const PRODUCTS: u32 = 16;
/** The product that is added once to each of a window's four positions: M[1][1]. */
const CENTER: u32 = 5;

/** Bytes of the transformed weights of a group: for each product its initial sum, then its weights for each input channel. */
export function winogradGroupBytes(block: Block): u32 {
  return PRODUCTS * productBytes(block);
}

/** Bytes of a product's part. */
export function productBytes(block: Block): u32 {
  return (block.inputPixel / 4 + 1) * GROUP * 4;
}

/**
 * Winograd's transform of a block's 3 x 3 filters g: U = G g Gᵀ with
 *
 *       ⎡ 1    0    0 ⎤
 *   G = ⎢1/2  1/2  1/2⎥
 *       ⎢1/2 −1/2  1/2⎥
 *       ⎣ 0    0    1 ⎦
 *
 * laid out as packed[group][product] = initial sum[8], then [input channel][8]. All initial sums are 0, except for that of M[1][1],
 * which is the bias: M[1][1] is added exactly once to each position of the window.
 */
export function transformWeights(block: Block): void {
  const part = productBytes(block);
  for (let channel: u32 = 0; channel < block.channels; ++channel) {
    const target = block.packed + (channel / GROUP) * winogradGroupBytes(block) + (channel % GROUP) * 4;
    const filter = block.weights + channel * 3 * block.kernelRowStride;
    store<f32>(
      target + CENTER * part,
      load<f32>(block.biases + channel * 4) + notFinite(filter, filter + 3 * block.kernelRowStride),
    );
    for (let input: u32 = 0; input < block.inputPixel; input += 16) {
      transformFourInputs(block, filter + input, target + (input / 4 + 1) * GROUP * 4, part);
    }
  }
}

/** NaN if one of the numbers is NaN or infinite, else 0. */
export function notFinite(numbers: u32, end: u32): f32 {
  let sum = f32x4.splat(0);
  for (; numbers < end; numbers += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(numbers), f32x4.splat(0)));
  return (
    f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)
  );
}

/** Multiplies the filter's rows by Gᵀ, then its columns by G. */
function transformFourInputs(block: Block, filter: u32, target: u32, part: u32): void {
  const pixel = block.inputPixel;
  const row = block.kernelRowStride;
  for (let column: u32 = 0; column < 4; ++column) {
    const t0 = alongRow(filter, pixel, column);
    const t1 = alongRow(filter + row, pixel, column);
    const t2 = alongRow(filter + 2 * row, pixel, column);
    storeFourInputs(t0, target + column * part);
    storeFourInputs(halfOfThree(t0, t1, t2), target + (4 + column) * part);
    storeFourInputs(halfOfThree(t0, f32x4.neg(t1), t2), target + (8 + column) * part);
    storeFourInputs(t2, target + (12 + column) * part);
  }
}

/** Entry `column` of g Gᵀ, from one row of g. */
function alongRow(row: u32, pixel: u32, column: u32): v128 {
  const g0 = v128.load(row);
  const g1 = v128.load(row + pixel);
  const g2 = v128.load(row + 2 * pixel);
  if (column == 0) return g0;
  if (column == 1) return halfOfThree(g0, g1, g2);
  if (column == 2) return halfOfThree(g0, f32x4.neg(g1), g2);
  return g2;
}

function halfOfThree(a: v128, b: v128, c: v128): v128 {
  return f32x4.mul(f32x4.splat(0.5), f32x4.add(f32x4.add(a, c), b));
}

/** Stores the weights of four input channels for one output channel, a group of output channels apart. */
function storeFourInputs(weights: v128, target: u32): void {
  v128.store32_lane(target, weights, 0);
  v128.store32_lane(target + GROUP * 4, weights, 1);
  v128.store32_lane(target + 2 * GROUP * 4, weights, 2);
  v128.store32_lane(target + 3 * GROUP * 4, weights, 3);
}
