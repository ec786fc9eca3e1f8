import * as l10n from '@vscode/l10n';

/**
 * One way to write a learning rate everywhere: plain between 0.001 and 1000, scientific outside ("1e-4", "0.01", "2.5e-5"),
 * at most four significant digits.
 */
export function formatRate(rate: number): string {
  if (!Number.isFinite(rate) || rate === 0) return String(rate);
  const rounded = Number(rate.toPrecision(4));
  const size = Math.abs(rounded);
  if (size >= 1e-3 && size < 1e3) return String(rounded);
  const [digits, exponent] = rounded.toExponential().split('e');
  return `${digits}e${Number(exponent)}`;
}

/** Names several rates briefly: "0.1, 0.01", "7 rates, 1e-4 to 0.1". */
export function summarizeRates(rates: readonly number[]): string {
  if (rates.length <= 3) return rates.map(formatRate).join(', ');
  return l10n.t('{0} rates, {1} to {2}', rates.length, formatRate(Math.min(...rates)), formatRate(Math.max(...rates)));
}

/** A rate as a person would write it: in two significant digits. */
export function inTwoDigits(rate: number): number {
  return Number(rate.toPrecision(2));
}
