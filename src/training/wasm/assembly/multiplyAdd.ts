/**
 * a · b + c, lane by lane: one instruction that rounds once in the build with relaxed SIMD, otherwise two that round twice.
 */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}
