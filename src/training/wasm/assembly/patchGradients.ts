import { multiplyAdd } from './multiplyAdd';
import { ENTRY } from './weightedSum';

/**
 * Both gradients of a part of a kernel row, for a list of (patch, g):
 *
 *   filterGradient[j] += Σ g · patch[j]      gradient by patch[j] += g · filter[j]
 *
 * `offset` is the distance from a patch to its row, `toGradients` from there to the gradient by it. One loop computes both, because
 * one waits for its sums and the other for its stores; three vectors at a time, because more would not stay in registers.
 */
export function patchGradients(
  list: u32,
  end: u32,
  offset: u32,
  toGradients: u32,
  filter: u32,
  filterGradient: u32,
  vectors: u32,
): void {
  for (; vectors >= 3; vectors -= 3) {
    threeVectors(list, end, offset, toGradients, filter, filterGradient);
    offset += 48;
    filter += 48;
    filterGradient += 48;
  }
  for (; vectors; --vectors) {
    oneVector(list, end, offset, toGradients, filter, filterGradient);
    offset += 16;
    filter += 16;
    filterGradient += 16;
  }
}

function threeVectors(list: u32, end: u32, offset: u32, toGradients: u32, filter: u32, filterGradient: u32): void {
  const w0 = v128.load(filter, 0);
  const w1 = v128.load(filter, 16);
  const w2 = v128.load(filter, 32);
  let s0 = v128.load(filterGradient, 0);
  let s1 = v128.load(filterGradient, 16);
  let s2 = v128.load(filterGradient, 32);
  for (; list < end; list += ENTRY) {
    const row = load<u32>(list) + offset;
    const factor = v128.load32_splat(list, 4);
    const place = row + toGradients;
    v128.store(place, multiplyAdd(factor, w0, v128.load(place, 0)), 0);
    v128.store(place, multiplyAdd(factor, w1, v128.load(place, 16)), 16);
    v128.store(place, multiplyAdd(factor, w2, v128.load(place, 32)), 32);
    s0 = multiplyAdd(factor, v128.load(row, 0), s0);
    s1 = multiplyAdd(factor, v128.load(row, 16), s1);
    s2 = multiplyAdd(factor, v128.load(row, 32), s2);
  }
  v128.store(filterGradient, s0, 0);
  v128.store(filterGradient, s1, 16);
  v128.store(filterGradient, s2, 32);
}

function oneVector(list: u32, end: u32, offset: u32, toGradients: u32, filter: u32, filterGradient: u32): void {
  const weights = v128.load(filter);
  let sum = v128.load(filterGradient);
  for (; list < end; list += ENTRY) {
    const row = load<u32>(list) + offset;
    const factor = v128.load32_splat(list, 4);
    const place = row + toGradients;
    v128.store(place, multiplyAdd(factor, weights, v128.load(place)));
    sum = multiplyAdd(factor, v128.load(row), sum);
  }
  v128.store(filterGradient, sum);
}
