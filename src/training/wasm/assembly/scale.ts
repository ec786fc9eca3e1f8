/** x ← factor · x for the f32 values between two addresses, whole vectors. */
export function scale(from: u32, to: u32, factor: f32): void {
  const factors = f32x4.splat(factor);
  do {
    v128.store(from, f32x4.mul(factors, v128.load(from)));
    from += 16;
  } while (from < to);
}
