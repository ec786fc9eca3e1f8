import type { CurveRate } from './curves.ts';
import type { Figure, RatePoint } from './figure.ts';
import { formatLoss, formatShare } from '../domain/format.ts';
import { heightAt } from './smoothing.ts';

/** A figure in words, for those who cannot see it and for copying. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Rows of a figure whose lines have more points than anybody wants read out. */
const MOST_ROWS = 21;

/** What the bold lines show, and the article's marks in columns of their own. "–" where nothing was measured. */
export function figureTable(figure: Figure, rates: readonly CurveRate[]): FigureTable {
  const drawn = rates.map((_, rate) => rate);
  const printed = drawn.filter((rate) => figure.article.some((point) => point.rate === rate));
  const columns = [
    ...drawn.map((rate) => seriesOf(rates[rate].label, figure.bold, rate)),
    ...printed.map((rate) => seriesOf(`${rates[rate].label}, article`, figure.article, rate)),
  ];
  const write = figure.y.format.endsWith('%') ? formatShare : formatLoss;
  return {
    columns: [figure.x.title, ...columns.map(({ name }) => name)],
    rows: placesOf(figure).map((x) => [
      x.toLocaleString('en'),
      ...columns.map(({ points }) => {
        const y = heightAt(points, x);
        if (y === null) return '–';
        // Beyond the axis a smoothed line is only known to have left the picture.
        return !figure.dots && y > figure.y.domain[1] ? `above ${write(figure.y.domain[1])}` : write(y);
      }),
    ]),
  };
}

function seriesOf(name: string, points: readonly RatePoint[], rate: number): { name: string; points: RatePoint[] } {
  return { name, points: points.filter((point) => point.rate === rate) };
}

function placesOf({ bold, article, x, dots }: Figure): number[] {
  const places = [...new Set([...bold, ...article].map((point) => point.x))].sort((a, b) => a - b);
  if (dots || places.length <= MOST_ROWS) return places;
  const [from, to] = x.domain;
  return [
    ...new Set(Array.from({ length: MOST_ROWS }, (_, row) => Math.round(from + ((to - from) * row) / (MOST_ROWS - 1)))),
  ];
}
