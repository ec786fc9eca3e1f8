import { DamagedDatabase } from './databasePages.ts';

/** A value in a row; what is binary is null. */
export type Value = number | string | null;

/** The encodings of texts, as the header of a database counts them from 1. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be'] as const;

/** Bytes of integers, by their type. */
const INTEGER_BYTES: readonly number[] = [0, 1, 2, 3, 4, 6, 8];

/**
 * Reads a number of variable length: seven bits in each byte, the highest first.
 * @returns the number, and the place after it
 * @throws DamagedDatabase if the bytes end in it
 */
export function readVarint(bytes: Uint8Array, at: number): readonly [value: number, end: number] {
  let value = 0;
  for (let index = 0; index < 9; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) throw new DamagedDatabase();
    if (index === 8) return [value * 256 + byte, at + 9];
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + index + 1];
  }
  throw new DamagedDatabase();
}

/**
 * Reads columns of a row (https://www.sqlite.org/fileformat.html, section 2.1).
 * @param wanted places of the columns, ascending
 * @returns their values; null for columns that were added after the row
 * @throws DamagedDatabase if the bytes are no row
 */
export function readRecord(
  bytes: Uint8Array,
  wanted: readonly number[],
  decoder: InstanceType<typeof TextDecoder>,
): Value[] {
  const values: Value[] = wanted.map(() => null);
  const [headerLength, first] = readVarint(bytes, 0);
  let at = first;
  let content = headerLength;
  for (let column = 0, next = 0; at < headerLength && next < wanted.length; column++) {
    const [type, end] = readVarint(bytes, at);
    at = end;
    const length = lengthOf(type);
    if (content + length > bytes.length) throw new DamagedDatabase();
    if (column === wanted[next]) values[next++] = readValue(type, bytes.subarray(content, content + length), decoder);
    content += length;
  }
  return values;
}

function lengthOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return type === 7 ? 8 : (INTEGER_BYTES[type] ?? 0);
}

function readValue(type: number, bytes: Uint8Array, decoder: InstanceType<typeof TextDecoder>): Value {
  if (type >= 12) return type % 2 === 1 ? decoder.decode(bytes) : null;
  if (type === 0 || type >= 10) return null;
  if (type >= 8) return type - 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === 7) return view.getFloat64(0);
  // The highest byte has the sign; the others are added to it.
  return bytes.subarray(1).reduce((value, byte) => value * 256 + byte, view.getInt8(0));
}
