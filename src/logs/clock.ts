import { readNumber } from './logNumber.ts';

/** Names, as normalizeName writes them, of columns that say when a row was written, the best first. */
const CLOCKS: readonly string[] = [
  'runtime', 'wall_time', 'walltime', 'wall_clock', 'timestamp', 'time_total_s', 'time_elapsed', 'time_time_elapsed', 'elapsed_time', 'elapsed', 'elapsed_seconds', 'total_time',
]; // prettier-ignore
/** Names of columns that may say it, but also how long a step took: only a date counts. */
const DATES: readonly string[] = ['time', 'date', 'datetime', 'created_at'];
/** Seconds since 1970, in 1973: nothing was logged before, and no training takes so long. */
const EARLIEST_DATE = 1e8;
/** In milliseconds the same moment; seconds come as far in the year 5138. Microseconds and nanoseconds are a thousand times as many each. */
const EARLIEST_MILLISECONDS = 1e11;
/** "2026-11-29T10:00:00Z"; Python's logging writes "2026-11-29 10:00:00,250", others "2026/11/29 10:00:00". */
const DATE_TEXT = /^(\d{4})[-/](\d\d)[-/](\d\d[T ]\d\d:\d\d(?::\d\d)?)(?:,(?=\d))?(.*)$/;
/** How Python writes a timedelta: "0:01:30", "1 day, 0:01:30.5". */
const DURATION = /^(?:(\d+) days?, )?(\d+):(\d\d):(\d\d(?:\.\d+)?)$/;

/** A column that says when rows were written. */
export interface Clock {
  readonly column: string;
  readonly isDate: boolean;
}

/** Whether a column of this name, as normalizeName writes it, measures nothing but the time since the training began. */
export function isClock(normalized: string): boolean {
  return CLOCKS.includes(normalized);
}

/** The column that says when rows were written; null if none does. */
export function clockAmong(names: readonly string[], normalized: readonly string[]): Clock | null {
  const known = [...CLOCKS, ...DATES].find((name) => normalized.includes(name));
  return known === undefined ? null : { column: names[normalized.indexOf(known)], isDate: DATES.includes(known) };
}

/**
 * Seconds from some moment that is the same in all rows; undefined where the cell says none.
 * @param hasDecimalComma see readNumber
 */
export function readTime(
  cell: unknown,
  { isDate }: Pick<Clock, 'isDate'>,
  hasDecimalComma = false,
): number | undefined {
  const value = (typeof cell === 'string' ? readText(cell.trim()) : null) ?? readNumber(cell, hasDecimalComma);
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  let seconds = value;
  while (seconds >= EARLIEST_MILLISECONDS) seconds /= 1000;
  return isDate && seconds < EARLIEST_DATE ? undefined : seconds;
}

/** A date or a duration in seconds; null for what is neither. */
function readText(text: string): number | null {
  const [, year, month, dayAndTime, rest] = DATE_TEXT.exec(text) ?? [];
  if (year !== undefined) {
    const fraction = /^\d/.test(rest) ? `.${rest}` : rest;
    return Date.parse(`${year}-${month}-${dayAndTime}${fraction}`) / 1000;
  }
  const [, days = 0, hours, minutes, seconds] = DURATION.exec(text) ?? [];
  return hours === undefined
    ? null
    : ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}
