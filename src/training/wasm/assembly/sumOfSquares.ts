/** Σ x² over the f32 values between two addresses, whole vectors. Summed in f64, in which squares of f32 do not overflow. */
export function sumOfSquares(from: u32, to: u32): f64 {
  let sum = f64x2.splat(0);
  for (let at = from; at < to; at += 16) sum = addSquares(sum, v128.load(at));
  return sumOfHalves(sum);
}

/** Σ (x − y)² over the f32 values x between two addresses and as many values y from a third, whole vectors. */
export function sumOfSquaredDifferences(from: u32, to: u32, other: u32): f64 {
  let sum = f64x2.splat(0);
  for (let at = from; at < to; at += 16) {
    sum = addSquares(sum, f32x4.sub(v128.load(at), v128.load(other)));
    other += 16;
  }
  return sumOfHalves(sum);
}

function addSquares(sum: v128, values: v128): v128 {
  const low = f64x2.promote_low_f32x4(values);
  const high = f64x2.promote_low_f32x4(i64x2.shuffle(values, values, 1, 0));
  return f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
}

function sumOfHalves(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
