import { ENTRY } from './weightedSum';
import { multiplyAdd } from './multiplyAdd';

/**
 * Adds one weighted row to many places, the reverse of a weighted sum:
 *
 *   place[j] += factor · row[j]   for each entry (place, factor) of the list
 *
 * `offset` is added to the places in the list. The row stays in registers while the list is walked.
 */
export function scatter(list: u32, end: u32, offset: u32, row: u32, vectors: u32): void {
  for (; vectors >= 6; vectors -= 6) {
    scatterSixVectors(list, end, offset, row);
    offset += 96;
    row += 96;
  }
  for (; vectors; --vectors) {
    scatterVector(list, end, offset, row);
    offset += 16;
    row += 16;
  }
}

function scatterSixVectors(list: u32, end: u32, offset: u32, row: u32): void {
  const r0 = v128.load(row, 0);
  const r1 = v128.load(row, 16);
  const r2 = v128.load(row, 32);
  const r3 = v128.load(row, 48);
  const r4 = v128.load(row, 64);
  const r5 = v128.load(row, 80);
  for (; list < end; list += ENTRY) {
    const place = load<u32>(list) + offset;
    const factor = v128.load32_splat(list, 4);
    v128.store(place, multiplyAdd(factor, r0, v128.load(place, 0)), 0);
    v128.store(place, multiplyAdd(factor, r1, v128.load(place, 16)), 16);
    v128.store(place, multiplyAdd(factor, r2, v128.load(place, 32)), 32);
    v128.store(place, multiplyAdd(factor, r3, v128.load(place, 48)), 48);
    v128.store(place, multiplyAdd(factor, r4, v128.load(place, 64)), 64);
    v128.store(place, multiplyAdd(factor, r5, v128.load(place, 80)), 80);
  }
}

function scatterVector(list: u32, end: u32, offset: u32, row: u32): void {
  const vector = v128.load(row);
  for (; list < end; list += ENTRY) {
    const place = load<u32>(list) + offset;
    const factor = v128.load32_splat(list, 4);
    v128.store(place, multiplyAdd(factor, vector, v128.load(place)));
  }
}
