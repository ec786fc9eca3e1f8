import { readTime } from './clock.ts';
import type { Clock } from './clock.ts';
import type { ColumnRoles } from './columnRoles.ts';
import type { Separator } from './csvCells.ts';
import { DecimalReader } from './decimal.ts';
import { readNumber } from './logNumber.ts';
import type { LogRow } from './logRow.ts';
import { RowBuilder } from './rowBuilder.ts';

const QUOTE = 0x22;
const COMMENT = 0x23;
const SPACE = 0x20;
const NOT_READ = -1;
const TIME = -2;
/** A column that plays no role. */
const OTHER = -3;
/** A time where it is a date, and else a column that plays no role. */
const TIME_OR_OTHER = -4;

/**
 * Reads the rows of a table whose cells are plain numbers, from their bytes: only the cells that play a role are looked at. Nearly all
 * rows of nearly all tables are such, and this is many times faster than to make texts of all cells.
 */
export class PlainCells {
  readonly #row = new RowBuilder();
  readonly #decimal = new DecimalReader();

  private constructor(
    /** The place of each column's role in a RowBuilder, or what else it is. */
    private readonly places: readonly number[],
    /** What the other columns are called as metrics, by their places. */
    private readonly metrics: readonly string[],
    private readonly clock: Clock | null,
    private readonly separator: number,
  ) {}

  /** @returns null for a table whose rows need more than their numbers */
  static of(columns: ColumnRoles, header: readonly string[], separator: Separator): PlainCells | null {
    const names = [...columns.chosen.values()].flat();
    const isSummed = names.length > columns.chosen.size;
    // The last of several columns of one name counts, and a semicolon goes with decimal commas.
    const isAmbiguous = new Set(header).size < header.length;
    if (isSummed || isAmbiguous || columns.split !== null || separator === ';') return null;
    const others = new Map(columns.others.map(({ column, metric }) => [column, metric]));
    const places = header.map((name) => {
      const role = [...columns.chosen].find(([, [column]]) => column === name)?.[0];
      if (role !== undefined) return RowBuilder.placeOf(role);
      if (name === columns.clock?.column) return others.has(name) ? TIME_OR_OTHER : TIME;
      return others.has(name) ? OTHER : NOT_READ;
    });
    const metrics = header.map((name) => others.get(name) ?? name);
    return new PlainCells(places, metrics, columns.clock, separator.charCodeAt(0));
  }

  /**
   * Reads the line from `from` to before `to`.
   * @returns null for a line that is not plain: it may be a comment, a header, or have quotes, too few cells or text where a number is read
   */
  read(bytes: Uint8Array, from: number, to: number): LogRow | null {
    if (bytes[from] === COMMENT) return null;
    const { places, separator } = this;
    const row = this.#row;
    const decimal = this.#decimal;
    row.clear();
    let time: number | undefined;
    let extra: Record<string, number> | undefined;
    let begin = from;
    for (let column = 0; column < places.length; column++) {
      const place = places[column];
      // Fewer cells than the header
      if (begin > to) return null;
      if (place >= 0 || place === OTHER) {
        while (bytes[begin] === SPACE) begin++;
        const value = decimal.read(bytes, begin, to);
        const { end } = decimal;
        if (!Number.isNaN(value) && (end === to || bytes[end] === separator)) {
          if (place >= 0) row.set(place, value);
          else (extra ??= {})[this.metrics[column]] = value;
          begin = end + 1;
          continue;
        }
      }
      let at = begin;
      for (; at < to; at++) {
        const byte = bytes[at];
        if (byte === separator) break;
        if (byte === QUOTE) return null;
      }
      if (place !== NOT_READ && at > begin) {
        const value = this.#readCell(bytes, begin, at);
        if (place >= 0) {
          if (value === null) return null;
          if (value !== undefined) row.set(place, value);
        } else {
          if (place !== OTHER) time = readTime(value ?? textOf(bytes, begin, at), this.clock!);
          const isOther = place === OTHER || (place === TIME_OR_OTHER && time === undefined);
          if (isOther && value === null) return null;
          if (isOther && typeof value === 'number') (extra ??= {})[this.metrics[column]] = value;
        }
      }
      begin = at + 1;
    }
    // Beyond the header
    if (begin <= to) return null;
    const taken = row.take();
    if (time !== undefined) taken.time = time;
    if (extra !== undefined) taken.extra = extra;
    return taken;
  }

  /** As readNumber. */
  #readCell(bytes: Uint8Array, from: number, to: number): number | null | undefined {
    let begin = from;
    let end = to;
    while (begin < end && bytes[begin] === SPACE) begin++;
    while (end > begin && bytes[end - 1] === SPACE) end--;
    const value = this.#decimal.read(bytes, begin, end);
    if (!Number.isNaN(value) && this.#decimal.end === end) return value;
    return readNumber(textOf(bytes, begin, end));
  }
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}
