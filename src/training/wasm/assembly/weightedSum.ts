import { multiplyAdd } from './multiplyAdd';

/**
 * Weighted sums of rows, which all gradients by weights and dense inputs are:
 *
 *   out[j] = (accumulate ? out[j] : 0) + Σ over the list of factor · row[j]
 *
 * A list has an entry of eight bytes for each row: its address (u32) and its factor (f32). Rows with a factor of 0 are left out of the
 * list, which saves most of the work in a network with ReLU and max-pooling.
 */
export const ENTRY: u32 = 8;

/** Appends a row to a list if the condition holds; returns the list's new end. Has no branch, because it could not be predicted. */
export function appendIf(condition: bool, end: u32, row: u32, factor: f32): u32 {
  store<u32>(end, row);
  store<f32>(end, factor, 4);
  return end + <u32>condition * ENTRY;
}

/** Sums `vectors` vectors of each row, starting `offset` bytes after the addresses in the list. */
export function weightedSum(list: u32, end: u32, offset: u32, out: u32, vectors: u32, accumulate: bool): void {
  for (; vectors >= 6; vectors -= 6) {
    sumSixVectors(list, end, offset, out, accumulate);
    offset += 96;
    out += 96;
  }
  for (; vectors >= 2; vectors -= 2) {
    sumTwoVectors(list, end, offset, out, accumulate);
    offset += 32;
    out += 32;
  }
  if (vectors) sumVector(list, end, offset, out, accumulate);
}

function sumSixVectors(list: u32, end: u32, offset: u32, out: u32, accumulate: bool): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  if (accumulate) {
    s0 = v128.load(out, 0);
    s1 = v128.load(out, 16);
    s2 = v128.load(out, 32);
    s3 = v128.load(out, 48);
    s4 = v128.load(out, 64);
    s5 = v128.load(out, 80);
  }
  for (; list < end; list += ENTRY) {
    const row = load<u32>(list) + offset;
    const factor = v128.load32_splat(list, 4);
    s0 = multiplyAdd(factor, v128.load(row, 0), s0);
    s1 = multiplyAdd(factor, v128.load(row, 16), s1);
    s2 = multiplyAdd(factor, v128.load(row, 32), s2);
    s3 = multiplyAdd(factor, v128.load(row, 48), s3);
    s4 = multiplyAdd(factor, v128.load(row, 64), s4);
    s5 = multiplyAdd(factor, v128.load(row, 80), s5);
  }
  v128.store(out, s0, 0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
}

function sumTwoVectors(list: u32, end: u32, offset: u32, out: u32, accumulate: bool): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  if (accumulate) {
    s0 = v128.load(out, 0);
    s1 = v128.load(out, 16);
  }
  for (; list < end; list += ENTRY) {
    const row = load<u32>(list) + offset;
    const factor = v128.load32_splat(list, 4);
    s0 = multiplyAdd(factor, v128.load(row, 0), s0);
    s1 = multiplyAdd(factor, v128.load(row, 16), s1);
  }
  v128.store(out, s0, 0);
  v128.store(out, s1, 16);
}

function sumVector(list: u32, end: u32, offset: u32, out: u32, accumulate: bool): void {
  let sum = accumulate ? v128.load(out) : f32x4.splat(0);
  for (; list < end; list += ENTRY) {
    const factor = v128.load32_splat(list, 4);
    sum = multiplyAdd(factor, v128.load(load<u32>(list) + offset), sum);
  }
  v128.store(out, sum);
}

/** Like weightedSum with accumulate, for three vectors that are `stride` bytes apart in the rows and consecutive in `out`. */
export function weightedSumOfThree(list: u32, end: u32, stride: u32, out: u32): void {
  let s0 = v128.load(out, 0);
  let s1 = v128.load(out, 16);
  let s2 = v128.load(out, 32);
  for (; list < end; list += ENTRY) {
    const row = load<u32>(list);
    const factor = v128.load32_splat(list, 4);
    s0 = multiplyAdd(factor, v128.load(row), s0);
    s1 = multiplyAdd(factor, v128.load(row + stride), s1);
    s2 = multiplyAdd(factor, v128.load(row + 2 * stride), s2);
  }
  v128.store(out, s0, 0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
}
