import * as l10n from '@vscode/l10n';
import type { CurveRun } from './curveRun.ts';
import type { CurveVariant } from './curveVariant.ts';
import { shareAlong } from './axes.ts';
import { RATE_FORMAT } from './figure.ts';
import type { Figure, Point, RunPoint, VariantPoint, XAxisQuantity } from './figure.ts';
import type { FigureMark, FigureX } from '../kinds/figureDefinition.ts';
import { formatLoss, formatShare } from '../domain/format.ts';
import { formatRate } from '../domain/rate.ts';
import { groupBy } from './groupBy.ts';
import { lineName, shortenName } from './lineName.ts';
import { samplesAt, secondsAt } from './progressUnit.ts';
import type { ProgressUnit } from './progressUnit.ts';
import { interpolatePoints } from './smoothing.ts';

/** A flag is read from so near, as a share of the axis: half of what a key moves the reading line by. */
const FLAG_REACH = 1 / 80;

/** A long line has a thousand buckets: its last point is no farther from its end than one of them, as a share of the axis. */
const BUCKET_REACH = 1 / 1000;

/** Letters of the name of a run in the value of its group. */
const MAX_NAME = 16;

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

/** A bold line, and what lies behind it. */
interface ReadLine {
  readonly variant: number;
  readonly line: number;
  readonly name: string;
  readonly points: readonly Point[];
  /** The measurements that were smoothed. */
  readonly raw: readonly Point[];
  /** The thin line of each seed. */
  readonly seeds: readonly (readonly RunPoint[])[];
}

/** Reads the values of a figure's bold lines at any position. */
export class FigureReader {
  readonly #compared: readonly ReadValue[];
  /** Of what is compared, ascending. */
  readonly #rates: readonly number[];
  readonly #lines: readonly ReadLine[];

  constructor(
    readonly figure: Figure,
    variants: readonly CurveVariant[],
  ) {
    this.#compared = (figure.comparison?.variants ?? []).map(({ variant, line, x, y, text }) => {
      return { variant, line, x, y, text, name: lineName(figure, variants, variant, line) };
    });
    this.#rates = [...new Set(this.#compared.map(({ x }) => x))].sort((a, b) => a - b);
    const lineOf = (point: Omit<VariantPoint, keyof Point>): string => `${point.variant} ${point.line}`;
    const [main, raw, seeds] = [
      groupBy(figure.main, lineOf),
      groupBy(figure.raw, lineOf),
      groupBy(figure.seeds, lineOf),
    ];
    this.#lines = variants.flatMap((_, variant) =>
      figure.lines.map((_label, line) => {
        const key = lineOf({ variant, line });
        return {
          variant,
          line,
          name: lineName(figure, variants, variant, line),
          points: main.get(key) ?? [],
          raw: raw.get(key) ?? [],
          seeds: [...groupBy(seeds.get(key) ?? [], ({ run }) => run).values()],
        };
      }),
    );
  }

  /**
   * The nearest position with a value: anywhere on the axis for lines, a whole number where points are drawn as dots, and where runs are
   * compared the rate of some.
   */
  snap(x: number): number {
    const [from, to] = this.figure.x.domain;
    const inside = Math.min(Math.max(x, from), to);
    if (this.#isCounted) return Math.round(inside);
    if (this.#rates.length === 0) return inside;
    const distance = (rate: number): number => Math.abs(Math.log(rate / inside));
    return this.#rates.reduce((nearest, rate) => (distance(rate) < distance(nearest) ? rate : nearest));
  }

  /** The position after or before one, where there are few; null where any position has values. */
  next(x: number, direction: 1 | -1): number | null {
    if (this.#isCounted) return x + direction;
    if (this.#rates.length === 0) return null;
    return this.#rates[this.#rates.indexOf(this.snap(x)) + direction] ?? this.snap(x);
  }

  /** Whether its points are at whole numbers. */
  get #isCounted(): boolean {
    return this.figure.dots && isCount(this.figure.quantity);
  }

  /** The values at x of all lines that reach it, highest first. */
  at(x: number): ReadValue[] {
    return this.#lines
      .flatMap((read) => {
        const { variant, line, name, points } = read;
        const y = interpolatePoints(points, x) ?? this.#endNear(points, x);
        return y === null ? [] : [{ variant, line, name, x, y, text: this.#textAt(read, x, y) }];
      })
      .concat(this.#compared.filter((value) => value.x === x))
      .sort((a, b) => b.y - a.y);
  }

  /** The end of a line of buckets, whose last point stands for all up to x; null if the line ends before. */
  #endNear(points: readonly Point[], x: number): number | null {
    const { x: axis, dots } = this.figure;
    const last = points.at(-1);
    if (!last || dots || x < last.x) return null;
    return shareAlong(x, axis) - shareAlong(last.x, axis) <= BUCKET_REACH ? last.y : null;
  }

  /** The findings whose flags stand at x. */
  findingsAt(x: number): FigureMark[] {
    const { marks, x: axis } = this.figure;
    const place = shareAlong(x, axis);
    return marks.filter(({ from, to, detail }) => {
      if (detail === undefined || to < axis.domain[0]) return false;
      return Math.abs(shareAlong(Math.max(from, axis.domain[0]), axis) - place) <= FLAG_REACH;
    });
  }

  /** The last value of each line, and all that is compared. */
  ends(): ReadValue[] {
    return this.#lines
      .flatMap(({ variant, line, name, points }) => {
        const last = points.at(-1);
        return last ? [{ variant, line, name, ...last, text: formatY(this.figure, last.y) }] : [];
      })
      .concat(this.#compared);
  }

  /** The value of a bold line, with what lies behind it: the measurement that was smoothed, or the lowest and the highest seed. */
  #textAt({ raw, seeds }: ReadLine, x: number, y: number): string {
    const text = formatY(this.figure, y);
    const measured = interpolatePoints(raw, x);
    if (measured !== null) return l10n.t('{0} (measured: {1})', text, formatY(this.figure, measured));
    const values = seeds.flatMap((points) => {
      const value = interpolatePoints(points, x);
      return value === null ? [] : { value, run: points[0].run };
    });
    if (values.length < 2) return text;
    values.sort((one, other) => one.value - other.value);
    const ends = [values[0], values[values.length - 1]].map(({ value, run }) => {
      const end = formatY(this.figure, value);
      const name = this.figure.runNames?.[run];
      return name === undefined ? end : l10n.t('{0}: {1}', shortenName(name, MAX_NAME), end);
    });
    return l10n.t('{0} ({1} to {2})', text, ...ends);
  }
}

/** Converts a position to the horizontal axis of another figure; null if that is impossible. */
export function positionIn({ kind, stepsPerEpoch }: XAxisQuantity, place: ReadingPosition): number | null {
  if (kind === place.kind) return place.x;
  if (stepsPerEpoch === null || !isCount({ kind }) || !isCount(place)) return null;
  return kind === 'step' ? Math.round(place.x * stepsPerEpoch) : place.x / stepsPerEpoch;
}

/** Where a step of a run is read while the curves are drawn along a unit; null if the run does not know that. */
export function positionOfStep(
  step: number,
  unit: ProgressUnit,
  { facts, series }: Pick<CurveRun, 'facts' | 'series'>,
): ReadingPosition | null {
  if (unit === 'step' || unit === 'epoch') return { kind: 'step', x: step };
  const x = unit === 'samples' ? samplesAt(step, facts) : secondsAt(step, series);
  return x === null ? null : { kind: unit, x };
}

/** Whether places are steps or epochs, which have numbers. */
export function isCount({ kind }: Pick<ReadingPosition, 'kind'>): boolean {
  return kind === 'step' || kind === 'epoch';
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
