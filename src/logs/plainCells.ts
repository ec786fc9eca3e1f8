import type { ColumnRoles, Role } from './columnRoles.ts';
import type { Separator } from './csvCells.ts';
import { readDecimal } from './decimal.ts';
import { readNumber } from './logNumber.ts';
import type { LogRow } from './logRow.ts';

const QUOTE = 0x22;
const COMMENT = 0x23;
const SPACE = 0x20;

/**
 * Reads the rows of a table whose cells are plain numbers, from their bytes: only the cells that play a role are looked at. Nearly all
 * rows of nearly all tables are such, and this is many times faster than to make texts of all cells.
 */
export class PlainCells {
  private constructor(
    /** The role of each column; null for those that are not read. */
    private readonly roles: readonly (Role | null)[],
    private readonly separator: number,
  ) {}

  /** @returns null for a table whose rows need more than their numbers */
  static of(columns: ColumnRoles, header: readonly string[], separator: Separator): PlainCells | null {
    const names = [...columns.chosen.values()].flat();
    const isSummed = names.length > columns.chosen.size;
    // The last of several columns of one name counts, and a semicolon goes with decimal commas.
    const isAmbiguous = new Set(header).size < header.length;
    if (isSummed || isAmbiguous || columns.split !== null || separator === ';') return null;
    const roles = header.map((name) => [...columns.chosen].find(([, [column]]) => column === name)?.[0] ?? null);
    return new PlainCells(roles, separator.charCodeAt(0));
  }

  /**
   * Reads the line from `from` to before `to`.
   * @returns null for a line that is not plain: it may be a comment, a header, or have quotes, or text or too few cells
   */
  read(bytes: Uint8Array, from: number, to: number): LogRow | null {
    if (bytes[from] === COMMENT) return null;
    const { roles, separator } = this;
    const row: LogRow = {};
    let place = 0;
    let begin = from;
    for (let at = from; at <= to; at++) {
      if (bytes[at] === QUOTE && at < to) return null;
      if (bytes[at] !== separator && at < to) continue;
      const role = roles[place++];
      // Beyond the header
      if (role === undefined) return null;
      if (role !== null && at > begin) {
        const value = readCell(bytes, begin, at);
        if (value === null) return null;
        if (value !== undefined) row[role] = value;
      }
      begin = at + 1;
    }
    return place === roles.length ? row : null;
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
