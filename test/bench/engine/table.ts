import { summarize } from '../statistics.ts';

/** A Markdown table, with a dash for empty cells. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell || '–').join(' | ')} |`;
  return [line(header), `|${header.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** The median with the spread, for example "4.2 (4.0 to 4.5)"; just the number for one value; empty for none. */
export function withSpread(values: readonly number[], format: (value: number) => string): string {
  if (values.length === 0) return '';
  const { median, lowest, highest } = summarize(values);
  return values.length === 1 ? format(median) : `${format(median)} (${format(lowest)} to ${format(highest)})`;
}

/** A rounded number with thousands separators. */
export function formatCount(value: number): string {
  return Math.round(value)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

export function formatRatio(value: number): string {
  return value >= 20 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** In milliseconds below a second, else in seconds. */
export function formatSeconds(value: number): string {
  return value < 1 ? `${(1000 * value).toFixed(0)} ms` : `${value.toFixed(2)} s`;
}

export function formatMegabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}

export function formatPercent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

/** Floating-point operations per second, in billions. */
export function formatGigaflops(value: number): string {
  return `${(value / 1e9).toFixed(0)} GFLOP/s`;
}
