/**
 * Winograd's transform of a tile of 4 x 4 input pixels d, four channels: V = Bᵀ d B with
 *
 *        ⎡1  0 −1  0⎤
 *   Bᵀ = ⎢0  1  1  0⎥
 *        ⎢0 −1  1  0⎥
 *        ⎣0  1  0 −1⎦
 *
 * `input` is the tile's first pixel; V[i][j] goes to out + (4 i + j) · stride.
 */
export function transformInput(input: u32, pixel: u32, inputRow: u32, out: u32, stride: u32): void {
  const row1 = input + inputRow;
  const row2 = row1 + inputRow;
  const row3 = row2 + inputRow;
  differences(input, row2, pixel, out, stride);
  sums(row1, row2, pixel, out + 4 * stride, stride);
  differences(row2, row1, pixel, out + 8 * stride, stride);
  differences(row1, row3, pixel, out + 12 * stride, stride);
}

/** Computes a row of V from the difference of two rows of d. */
function differences(plus: u32, minus: u32, pixel: u32, out: u32, stride: u32): void {
  const t0 = f32x4.sub(v128.load(plus), v128.load(minus));
  const t1 = f32x4.sub(v128.load(plus + pixel), v128.load(minus + pixel));
  const t2 = f32x4.sub(v128.load(plus + 2 * pixel), v128.load(minus + 2 * pixel));
  const t3 = f32x4.sub(v128.load(plus + 3 * pixel), v128.load(minus + 3 * pixel));
  storeRow(t0, t1, t2, t3, out, stride);
}

/** Computes a row of V from the sum of two rows of d. */
function sums(one: u32, other: u32, pixel: u32, out: u32, stride: u32): void {
  const t0 = f32x4.add(v128.load(one), v128.load(other));
  const t1 = f32x4.add(v128.load(one + pixel), v128.load(other + pixel));
  const t2 = f32x4.add(v128.load(one + 2 * pixel), v128.load(other + 2 * pixel));
  const t3 = f32x4.add(v128.load(one + 3 * pixel), v128.load(other + 3 * pixel));
  storeRow(t0, t1, t2, t3, out, stride);
}

function storeRow(t0: v128, t1: v128, t2: v128, t3: v128, out: u32, stride: u32): void {
  v128.store(out, f32x4.sub(t0, t2));
  v128.store(out + stride, f32x4.add(t1, t2));
  v128.store(out + 2 * stride, f32x4.sub(t2, t1));
  v128.store(out + 3 * stride, f32x4.sub(t1, t3));
}
