import type { ColumnRoles } from './columnRoles.ts';
import type { Separator } from './csvCells.ts';
import { readDecimal } from './decimal.ts';
import { readNumber } from './logNumber.ts';
import type { LogRow } from './logRow.ts';
import { RowBuilder } from './rowBuilder.ts';

const QUOTE = 0x22;
const COMMENT = 0x23;
const SPACE = 0x20;
const NOT_READ = -1;

/**
 * Reads the rows of a table whose cells are plain numbers, from their bytes: only the cells that play a role are looked at. Nearly all
 * rows of nearly all tables are such, and this is many times faster than to make texts of all cells.
 */
export class PlainCells {
  readonly #row = new RowBuilder();

  private constructor(
    /** The place of each column's role in a RowBuilder; NOT_READ for those that have none. */
    private readonly places: readonly number[],
    private readonly separator: number,
  ) {}

  /** @returns null for a table whose rows need more than their numbers */
  static of(columns: ColumnRoles, header: readonly string[], separator: Separator): PlainCells | null {
    const names = [...columns.chosen.values()].flat();
    const isSummed = names.length > columns.chosen.size;
    // The last of several columns of one name counts, and a semicolon goes with decimal commas.
    const isAmbiguous = new Set(header).size < header.length;
    if (isSummed || isAmbiguous || columns.split !== null || separator === ';') return null;
    const places = header.map((name) => {
      const role = [...columns.chosen].find(([, [column]]) => column === name)?.[0];
      return role === undefined ? NOT_READ : RowBuilder.placeOf(role);
    });
    return new PlainCells(places, separator.charCodeAt(0));
  }

  /**
   * Reads the line from `from` to before `to`.
   * @returns null for a line that is not plain: it may be a comment, a header, or have quotes, or text or too few cells
   */
  read(bytes: Uint8Array, from: number, to: number): LogRow | null {
    if (bytes[from] === COMMENT) return null;
    const { places, separator } = this;
    const row = this.#row;
    row.clear();
    let begin = from;
    for (const place of places) {
      // Fewer cells than the header
      if (begin > to) return null;
      let at = begin;
      for (; at < to; at++) {
        const byte = bytes[at];
        if (byte === separator) break;
        if (byte === QUOTE) return null;
      }
      if (place !== NOT_READ && at > begin) {
        const value = readCell(bytes, begin, at);
        if (value === null) return null;
        if (value !== undefined) row.set(place, value);
      }
      begin = at + 1;
    }
    // Beyond the header
    return begin > to ? row.take() : null;
  }
}

/** As readNumber. */
function readCell(bytes: Uint8Array, from: number, to: number): number | null | undefined {
  let begin = from;
  let end = to;
  while (begin < end && bytes[begin] === SPACE) begin++;
  while (end > begin && bytes[end - 1] === SPACE) end--;
  const value = readDecimal(bytes, begin, end);
  if (!Number.isNaN(value)) return value;
  return readNumber(Buffer.from(bytes.buffer, bytes.byteOffset + begin, end - begin).toString('latin1'));
}
