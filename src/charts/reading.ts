import type { CurveVariant } from './curveVariant.ts';
import { RATE_FORMAT } from './figure.ts';
import type { Figure, Point, XQuantity } from './figure.ts';
import type { FigureX } from '../kinds/figureDefinition.ts';
import { formatLoss, formatShare } from '../domain/format.ts';
import { formatRate } from '../domain/rate.ts';
import { lineName } from './lineName.ts';
import { heightAt } from './smoothing.ts';

/** What one line says at one place. */
export interface ReadValue extends Point {
  readonly variant: number;
  readonly line: number;
  readonly name: string;
  readonly text: string;
}

/** A place that is read in one figure and shown in all that have it. */
export interface ReadingPlace {
  readonly of: FigureX;
  readonly x: number;
}

/** The bold lines of a figure, ready to be read at any place. */
export class FigureReader {
  readonly #lines: readonly { variant: number; line: number; name: string; points: readonly Point[] }[];

  constructor(
    readonly figure: Figure,
    variants: readonly CurveVariant[],
  ) {
    this.#lines = variants.flatMap((_, variant) =>
      figure.lines.map((_label, line) => ({
        variant,
        line,
        name: lineName(figure, variants, variant, line),
        points: figure.bold.filter((point) => point.variant === variant && point.line === line),
      })),
    );
  }

  /** The place nearest to x where there is something to read: any place of a line, or a measured one. */
  snap(x: number): number {
    const [from, to] = this.figure.x.domain;
    const inside = Math.min(Math.max(x, from), to);
    return this.figure.dots ? Math.round(inside) : inside;
  }

  /** What every line that is there says at x, the highest first. */
  at(x: number): ReadValue[] {
    return this.#lines
      .flatMap(({ points, ...line }) => {
        const y = heightAt(points, x);
        return y === null ? [] : [{ ...line, x, y, text: writeY(this.figure, y) }];
      })
      .sort((a, b) => b.y - a.y);
  }

  /** The last value of each line. */
  ends(): ReadValue[] {
    return this.#lines.flatMap(({ points, ...line }) => {
      const last = points.at(-1);
      return last ? [{ ...line, ...last, text: writeY(this.figure, last.y) }] : [];
    });
  }
}

/** The place of another figure at which the same is read; null where that cannot be told. */
export function placeIn({ of, stepsPerEpoch }: XQuantity, place: ReadingPlace): number | null {
  if (of === place.of) return place.x;
  if (stepsPerEpoch === null || of === 'rate' || place.of === 'rate') return null;
  return of === 'step' ? Math.round(place.x * stepsPerEpoch) : place.x / stepsPerEpoch;
}

/** A place on the horizontal axis for people. */
export function writeX({ quantity }: Pick<Figure, 'quantity'>, x: number): string {
  return quantity.of === 'rate' ? formatRate(Number(x.toPrecision(3))) : x.toLocaleString('en');
}

/** A height for people. */
export function writeY({ y }: Pick<Figure, 'y'>, height: number): string {
  if (y.format === RATE_FORMAT) return formatRate(height);
  return y.format.endsWith('%') ? formatShare(height) : formatLoss(height);
}
