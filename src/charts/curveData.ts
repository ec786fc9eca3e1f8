import { logTicks } from './axes.ts';
import type { CurveRate } from './curves.ts';
import type { Axis, Figure, RatePoint } from './figure.ts';
import type { Layout } from './layout.ts';

/** A point, mark or label of a picture, for Vega. */
export type DataRow = Readonly<Record<string, unknown>>;

/** What changes in a picture while a sweep is under way: its data sets and the values of its parameters, by name. */
export interface CurveData {
  readonly datasets: Readonly<Record<string, readonly DataRow[]>>;
  readonly params: Readonly<Record<string, readonly number[]>>;
}

/** The data of a figure, ready to be drawn or to be put into a picture that is there already. */
export function curveData(figure: Figure, rates: readonly CurveRate[], layout: Layout): CurveData {
  const { x, y } = figure;
  const inside = (points: readonly RatePoint[]): DataRow[] =>
    points.map((point) => ({ ...point, y: clamp(point.y, y) }));
  const visible = ({ x: at, y: height }: RatePoint) =>
    at >= x.domain[0] && at <= x.domain[1] && height >= y.domain[0] && height <= y.domain[1];
  const name = (points: readonly RatePoint[]): DataRow[] =>
    points.map((point) => ({ ...point, name: rates[point.rate].label }));
  return {
    datasets: {
      bold: inside(figure.bold),
      seeds: inside(figure.seeds),
      raw: inside(figure.raw),
      dots: figure.dots ? name(figure.bold.filter(visible)) : [],
      article: name(figure.article.filter(visible)),
      stops: layout.stops.map((stop) => ({ ...stop, written: layout.narrow ? stop.shortText : stop.text })),
      ends: layout.ends.map((end) => ({ ...end })),
    },
    params: {
      xDomain: x.domain,
      yDomain: y.domain,
      ...(x.scale === 'log' ? { xTicks: logTicks(x.domain) } : {}),
      ...(y.scale === 'log' ? { yTicks: logTicks(y.domain) } : {}),
    },
  };
}

/** Keeps far-off values just outside the picture: browsers draw coordinates of 1e12 pixels badly. */
function clamp(y: number, { domain: [low, high], scale }: Axis): number {
  return Math.max(
    scale === 'log' ? low / 2 : low - (high - low),
    Math.min(y, scale === 'log' ? 2 * high : high + (high - low)),
  );
}
