import * as l10n from '@vscode/l10n';
import type { CurveVariant } from './curveVariant.ts';
import { RATE_FORMAT } from './figure.ts';
import type { Figure, Point, RunPoint, XAxisQuantity } from './figure.ts';
import type { FigureX } from '../kinds/figureDefinition.ts';
import { formatLoss, formatShare } from '../domain/format.ts';
import { formatRate } from '../domain/rate.ts';
import { lineName } from './lineName.ts';
import { interpolatePoints } from './smoothing.ts';

/** The value of one line at one position. */
export interface ReadValue extends Point {
  readonly variant: number;
  readonly line: number;
  readonly name: string;
  readonly text: string;
}

/** A position that the user reads in one figure; all figures that have it show their values there. */
export interface ReadingPosition {
  readonly kind: FigureX;
  readonly x: number;
}

/** Reads the values of a figure's bold lines at any position. */
export class FigureReader {
  readonly #compared: readonly ReadValue[];
  /** Of what is compared, ascending. */
  readonly #rates: readonly number[];
  readonly #lines: readonly { variant: number; line: number; name: string; points: readonly Point[] }[];

  constructor(
    readonly figure: Figure,
    variants: readonly CurveVariant[],
  ) {
    this.#compared = (figure.comparison?.variants ?? []).map(({ variant, line, x, y, text }) => {
      return { variant, line, x, y, text, name: lineName(figure, variants, variant, line) };
    });
    this.#rates = [...new Set(this.#compared.map(({ x }) => x))].sort((a, b) => a - b);
    this.#lines = variants.flatMap((_, variant) =>
      figure.lines.map((_label, line) => ({
        variant,
        line,
        name: lineName(figure, variants, variant, line),
        points: figure.main.filter((point) => point.variant === variant && point.line === line),
      })),
    );
  }

  /**
   * The nearest position with a value: anywhere on the axis for lines, a whole number where points are drawn as dots, and where runs are
   * compared the rate of some.
   */
  snap(x: number): number {
    const [from, to] = this.figure.x.domain;
    const inside = Math.min(Math.max(x, from), to);
    if (this.figure.dots) return Math.round(inside);
    if (this.#rates.length === 0) return inside;
    const distance = (rate: number): number => Math.abs(Math.log(rate / inside));
    return this.#rates.reduce((nearest, rate) => (distance(rate) < distance(nearest) ? rate : nearest));
  }

  /** The position after or before one, where there are few; null where any position has values. */
  next(x: number, direction: 1 | -1): number | null {
    if (this.figure.dots) return x + direction;
    if (this.#rates.length === 0) return null;
    return this.#rates[this.#rates.indexOf(this.snap(x)) + direction] ?? this.snap(x);
  }

  /** The values at x of all lines that reach it, highest first. */
  at(x: number): ReadValue[] {
    return this.#lines
      .flatMap(({ points, ...line }) => {
        const y = interpolatePoints(points, x);
        return y === null ? [] : [{ ...line, x, y, text: this.#textAt(line, x, y) }];
      })
      .concat(this.#compared.filter((value) => value.x === x))
      .sort((a, b) => b.y - a.y);
  }

  /** The last value of each line, and all that is compared. */
  ends(): ReadValue[] {
    return this.#lines
      .flatMap(({ points, ...line }) => {
        const last = points.at(-1);
        return last ? [{ ...line, ...last, text: formatY(this.figure, last.y) }] : [];
      })
      .concat(this.#compared);
  }

  /** The value of a bold line, with what lies behind it: the measurement that was smoothed, or the lowest and the highest seed. */
  #textAt({ variant, line }: Pick<ReadValue, 'variant' | 'line'>, x: number, y: number): string {
    const { raw, seeds } = this.figure;
    const isOwn = (point: RunPoint): boolean => point.variant === variant && point.line === line;
    const text = formatY(this.figure, y);
    const measured = interpolatePoints(raw.filter(isOwn), x);
    if (measured !== null) return l10n.t('{0} (measured: {1})', text, formatY(this.figure, measured));
    const own = seeds.filter(isOwn);
    const values = [...new Set(own.map(({ run }) => run))].flatMap(
      (run) =>
        interpolatePoints(
          own.filter((point) => point.run === run),
          x,
        ) ?? [],
    );
    if (values.length < 2) return text;
    const ends = [Math.min(...values), Math.max(...values)].map((value) => formatY(this.figure, value));
    return l10n.t('{0} ({1} to {2})', text, ...ends);
  }
}

/** Converts a position to the horizontal axis of another figure; null if that is impossible. */
export function positionIn({ kind, stepsPerEpoch }: XAxisQuantity, place: ReadingPosition): number | null {
  if (kind === place.kind) return place.x;
  if (stepsPerEpoch === null || kind === 'rate' || place.kind === 'rate') return null;
  return kind === 'step' ? Math.round(place.x * stepsPerEpoch) : place.x / stepsPerEpoch;
}

/** Formats a position on the horizontal axis. */
export function formatX({ quantity }: Pick<Figure, 'quantity'>, x: number): string {
  return quantity.kind === 'rate' ? formatRate(Number(x.toPrecision(3))) : x.toLocaleString('en');
}

/** Formats a value of the vertical axis. */
export function formatY({ y }: Pick<Figure, 'y'>, height: number): string {
  if (y.format === RATE_FORMAT) return formatRate(height);
  return y.format.endsWith('%') ? formatShare(height) : formatLoss(height);
}
