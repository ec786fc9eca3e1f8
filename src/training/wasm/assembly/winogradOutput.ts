/**
 * Winograd's inverse transform of a tile's 16 products M to the four positions of its window, four channels: Y = Aᵀ M A with
 *
 *   Aᵀ = ⎡1  1  1  0⎤
 *        ⎣0  1 −1 −1⎦
 *
 * M[i][j] is at products + (4 i + j) · stride; the positions go to sums, 32 bytes apart.
 */
export function transformOutput(products: u32, stride: u32, sums: u32): void {
  const row1 = products + 4 * stride;
  const row2 = row1 + 4 * stride;
  const row3 = row2 + 4 * stride;

  let m1 = v128.load(row1);
  let m2 = v128.load(row2);
  let upper = f32x4.add(f32x4.add(v128.load(products), m1), m2);
  let lower = f32x4.sub(f32x4.sub(m1, m2), v128.load(row3));
  let y00 = upper;
  let y10 = lower;

  m1 = v128.load(row1 + stride);
  m2 = v128.load(row2 + stride);
  upper = f32x4.add(f32x4.add(v128.load(products + stride), m1), m2);
  lower = f32x4.sub(f32x4.sub(m1, m2), v128.load(row3 + stride));
  y00 = f32x4.add(y00, upper);
  y10 = f32x4.add(y10, lower);
  let y01 = upper;
  let y11 = lower;

  m1 = v128.load(row1 + 2 * stride);
  m2 = v128.load(row2 + 2 * stride);
  upper = f32x4.add(f32x4.add(v128.load(products + 2 * stride), m1), m2);
  lower = f32x4.sub(f32x4.sub(m1, m2), v128.load(row3 + 2 * stride));
  y00 = f32x4.add(y00, upper);
  y10 = f32x4.add(y10, lower);
  y01 = f32x4.sub(y01, upper);
  y11 = f32x4.sub(y11, lower);

  m1 = v128.load(row1 + 3 * stride);
  m2 = v128.load(row2 + 3 * stride);
  upper = f32x4.add(f32x4.add(v128.load(products + 3 * stride), m1), m2);
  lower = f32x4.sub(f32x4.sub(m1, m2), v128.load(row3 + 3 * stride));
  v128.store(sums, y00, 0);
  v128.store(sums, f32x4.sub(y01, upper), 32);
  v128.store(sums, y10, 64);
  v128.store(sums, f32x4.sub(y11, lower), 96);
}
