/**
 * a · b + c, lane by lane: in one instruction, rounded once, in the build for processors and runtimes that have it ("relaxed
 * SIMD"); otherwise in two, rounded twice.
 */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}
