/** Names, as normalizeName writes them, of columns that say when a row was written, the best first. */
const CLOCKS: readonly string[] = [
  'runtime', 'wall_time', 'walltime', 'wall_clock', 'timestamp', 'time_total_s', 'time_elapsed', 'time_time_elapsed', 'elapsed_time', 'elapsed', 'elapsed_seconds', 'total_time',
]; // prettier-ignore
/** Names of columns that may say it, but also how long a step took: only a date counts. */
const DATES: readonly string[] = ['time', 'date', 'datetime', 'created_at'];
/** Seconds since 1970, in 1973: nothing was logged before, and no training takes so long. */
const EARLIEST_DATE = 1e8;
/** In milliseconds the same moment; seconds come as far in the year 5138. */
const EARLIEST_MILLISECONDS = 1e11;
const DATE_TEXT = /^\s*\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

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

/** Seconds from some moment that is the same in all rows; undefined where the cell says none. */
export function readTime(cell: unknown, { isDate }: Pick<Clock, 'isDate'>): number | undefined {
  const value = typeof cell === 'string' && DATE_TEXT.test(cell) ? Date.parse(cell) : Number(cell ?? NaN);
  const seconds = value >= EARLIEST_MILLISECONDS ? value / 1000 : value;
  return Number.isFinite(seconds) && (!isDate || seconds >= EARLIEST_DATE) ? seconds : undefined;
}
