import * as l10n from '@vscode/l10n';
import type { Axis } from './figure.ts';

/** Where a reader wants an axis to begin and to end; null for where it does by itself. */
export type AxisEnds = readonly [low: number | null, high: number | null];

/** The ends that a reader has chosen for the axes of a figure. */
export interface AxisLimits {
  readonly x: AxisEnds;
  readonly y: AxisEnds;
}

export const NO_LIMITS: AxisLimits = { x: [null, null], y: [null, null] };

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** The ends of an axis with those that were chosen. An automatic end that lies beyond a chosen one gives way. */
export function limitDomain(domain: Axis['domain'], ends: AxisEnds, scale: Axis['scale']): Axis['domain'] {
  const [automaticLow, automaticHigh] = domain;
  const [low, high] = ends.map((end) => (end !== null && isPossible(end, scale) ? end : null));
  const [from, to] = [low ?? automaticLow, high ?? automaticHigh];
  if (from < to) return [from, to];
  if (low !== null && high !== null) return domain;
  const away = (end: number, direction: 1 | -1): number =>
    scale === 'log'
      ? end * (automaticHigh / automaticLow) ** direction
      : end + direction * (automaticHigh - automaticLow);
  return low !== null ? [low, away(low, 1)] : [away(to, -1), to];
}

/** Whether any end was chosen. */
export function isLimited({ x, y }: AxisLimits): boolean {
  return [...x, ...y].some((end) => end !== null);
}

/** A note where an end was chosen that a logarithmic axis does not have. */
export function limitNotes({ x, y }: AxisLimits, axes: { readonly x: Axis; readonly y: Axis }): string[] {
  const isIgnored = (ends: AxisEnds, { scale }: Axis): boolean =>
    ends.some((end) => end !== null && !isPossible(end, scale));
  return isIgnored(x, axes.x) || isIgnored(y, axes.y)
    ? [l10n.t('Axis limits of 0 or less are not used, because the axis is logarithmic.')]
    : [];
}

/**
 * Reads one end of an axis as a reader writes it; null where nothing is written.
 * @throws RangeError with a sentence for what is no place on the axis
 */
export function readLimit(text: string, { format, scale }: Pick<Axis, 'format' | 'scale'>): number | null {
  const written = text.trim();
  if (written === '') return null;
  const isPercentage = written.endsWith('%');
  const digits = isPercentage ? written.slice(0, -1).trim() : written;
  const number = NUMBER.test(digits) ? Number(digits) : NaN;
  if (!Number.isFinite(number) || (isPercentage && !isShare(format))) {
    throw new RangeError(
      isShare(format)
        ? l10n.t('"{0}" is not a percentage; write one such as 95%.', written)
        : l10n.t('"{0}" is not a number; write one such as 0.5 or 1e-3.', written),
    );
  }
  if (isShare(format) && !isPercentage && number > 1) {
    throw new RangeError(l10n.t('Write {0} as a percentage such as {0}%, or as a share such as 0.95.', written));
  }
  if (!isPossible(number, scale)) {
    throw new RangeError(l10n.t('The axis is logarithmic, so its limits must be greater than 0.'));
  }
  return isPercentage ? number / 100 : number;
}

/** @throws RangeError with a sentence where an axis would end before it begins */
export function requireAscending([low, high]: AxisEnds): void {
  if (low !== null && high !== null && low >= high) {
    throw new RangeError(l10n.t('The minimum must be less than the maximum.'));
  }
}

/** An end as readLimit reads it. */
export function formatLimit(end: number | null, { format }: Pick<Axis, 'format'>): string {
  if (end === null) return '';
  return isShare(format) ? `${Number((100 * end).toPrecision(12))}%` : String(end);
}

function isPossible(end: number, scale: Axis['scale']): boolean {
  return scale === 'linear' || end > 0;
}

function isShare(format: string): boolean {
  return format.endsWith('%');
}
