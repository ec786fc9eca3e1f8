import * as l10n from '@vscode/l10n';
import type { CurveVariant } from './curveVariant.ts';
import type { Figure, VariantPoint } from './figure.ts';
import { formatLoss } from '../domain/format.ts';
import { lineName } from './lineName.ts';
import { formatX, formatY } from './reading.ts';
import { interpolatePoints } from './smoothing.ts';

/** A figure as text, for those who cannot see it and for copying. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The most rows of a table; lines with more points are sampled at this many positions. */
const MAX_ROWS = 21;

/**
 * What the bold lines show, and what was published in columns of its own, "–" where nothing was measured; or what is compared, a row a
 * variant.
 */
export function figureTable(figure: Figure, variants: readonly CurveVariant[]): FigureTable {
  if (figure.comparison) {
    return {
      columns: [figure.x.title, figure.heatMap?.valueTitle ?? figure.y.title],
      rows: figure.comparison.variants.map(({ variant, line, text }) => [
        lineName(figure, variants, variant, line),
        text,
      ]),
    };
  }
  const lines = variants.flatMap((_, variant) => figure.lines.map((_label, line) => ({ variant, line })));
  const drawn = lines.map(({ variant, line }) => ({
    name: lineName(figure, variants, variant, line),
    points: figure.main.filter((point) => point.variant === variant && point.line === line),
  }));
  const published = variants.flatMap(({ label }, variant) => {
    const points = figure.published.filter((point) => point.variant === variant);
    return points.length > 0 ? [{ name: l10n.t('{0}, article', label), points }] : [];
  });
  const columns = [...drawn, ...published];
  return {
    columns: [figure.x.title, ...columns.map(({ name }) => name)],
    rows: placesOf(figure).map((x) => [formatX(figure, x), ...columns.map(({ points }) => cell(figure, points, x))]),
  };
}

function cell(figure: Figure, points: readonly VariantPoint[], x: number): string {
  const y = interpolatePoints(points, x);
  if (y === null) return '–';
  const [, top] = figure.y.domain;
  // Beyond the axis a smoothed line is only known to have left the plot.
  return !figure.dots && y > top ? l10n.t('above {0}', formatLoss(top)) : formatY(figure, y);
}

function placesOf({ main, published, x, dots, quantity }: Figure): number[] {
  const places = [...new Set([...main, ...published].map((point) => point.x))].sort((a, b) => a - b);
  if (dots || places.length <= MAX_ROWS) return places;
  const [from, to] = x.domain;
  const rows = Array.from({ length: MAX_ROWS }, (_, row) => {
    const share = row / (MAX_ROWS - 1);
    if (x.scale === 'log' && quantity.kind === 'rate') return from * (to / from) ** share;
    const place = from + (to - from) * share;
    return quantity.kind === 'step' ? Math.round(place) : place;
  });
  return [...new Set(rows)];
}
