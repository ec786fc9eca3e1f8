/**
 * ReLU and 2 x 2 max-pooling of one window, four channels:
 *
 *   output = max(0, sums[0], sums[1], sums[2], sums[3])
 *
 * (The order of maximum and ReLU does not matter.) `winner` receives the address of the input patch that won, or 0 if ReLU made the
 * output 0; `input` is the patch of the first position, `pixel` and `row` are the distances to its neighbours. The first of equal
 * positions wins: distances from the last position are the more negative the earlier a position is. A filter that contains NaN or an
 * infinity makes all four sums NaN (see packWeights), and NaN in the first position stays.
 */
export function maxPool(sums: u32, input: u32, pixel: u32, row: u32, output: u32, winner: u32): void {
  const a = v128.load(sums, 0);
  const b = v128.load(sums, 32);
  const c = v128.load(sums, 64);
  const d = v128.load(sums, 96);
  const best = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
  const back = i32x4.min_s(
    v128.and(f32x4.eq(a, best), i32x4.splat(0 - row - pixel)),
    i32x4.min_s(v128.and(f32x4.eq(b, best), i32x4.splat(0 - row)), v128.and(f32x4.eq(c, best), i32x4.splat(0 - pixel))),
  );
  const zero = f32x4.splat(0);
  const place = i32x4.add(i32x4.splat(input + row + pixel), back);
  v128.store(output, f32x4.pmax(best, zero));
  v128.store(winner, v128.and(place, f32x4.gt(best, zero)));
}
