import { logTicks } from './axes.ts';
import type { CurveVariant } from './curveVariant.ts';
import type { Axis, Figure, HeatCell, HeatMap, Point, VariantPoint } from './figure.ts';
import type { Layout } from './layout.ts';

/** A point, mark or label of a chart, for Vega. */
export type DataRow = Readonly<Record<string, unknown>>;

/** What changes in a chart while an experiment is running: its data sets and the values of its parameters, by name. */
export interface CurveData {
  readonly datasets: Readonly<Record<string, readonly DataRow[]>>;
  readonly params: Readonly<Record<string, readonly number[]>>;
}

/** The data of a figure, ready to be drawn or to be put into a chart that is there already. */
export function curveData(figure: Figure, variants: readonly CurveVariant[], layout: Layout): CurveData {
  const { x, y } = figure;
  const clamped = (points: readonly VariantPoint[]): DataRow[] =>
    points.map((point) => ({ ...point, y: clamp(point.y, y) }));
  const isVisible = ({ x: at, y: height }: Point) =>
    at >= x.domain[0] && at <= x.domain[1] && height >= y.domain[0] && height <= y.domain[1];
  const named = <P extends Pick<VariantPoint, 'variant'>>(points: readonly P[]): DataRow[] =>
    points.map((point) => ({ ...point, name: variants[point.variant].label }));
  const { variants: compared, losses } = figure.comparison ?? { variants: [], losses: [] };
  return {
    datasets: {
      main: clamped(figure.main),
      seeds: clamped(figure.seeds),
      raw: clamped(figure.raw),
      dots: figure.dots ? named(figure.main.filter(isVisible)) : [],
      compared: figure.heatMap ? [] : clamped(compared),
      losses: named(losses.filter(isVisible)),
      ...(figure.heatMap ? heatMapData(figure.heatMap, named, isVisible) : {}),
      published: named(figure.published.filter(isVisible)),
      clippings: layout.clippings.map((clipping) => ({ ...clipping })),
      marks: layout.marks.map((mark) => ({ ...mark, detail: mark.detail ?? mark.label })),
      ends: layout.ends.map((end) => ({ ...end })),
    },
    params: {
      xDomain: x.domain,
      yDomain: y.domain,
      ...(x.scale === 'log' ? { xTicks: logTicks(x.domain) } : {}),
      ...(y.scale === 'log' ? { yTicks: y.ticks ?? logTicks(y.domain) } : {}),
    },
  };
}

function heatMapData(
  { cells, guides, bests }: HeatMap,
  named: (points: readonly HeatCell[]) => DataRow[],
  isVisible: (point: Point) => boolean,
): Record<string, DataRow[]> {
  return {
    cells: named(cells),
    numbers: named(cells.filter(isVisible)),
    guides: guides.flatMap(({ style, from, to }, guide) => [from, to].map((point) => ({ ...point, style, guide }))),
    bests: bests.filter(isVisible).map((point) => ({ ...point })),
  };
}

/** Keeps far-off values just outside the plot: browsers draw coordinates of 1e12 pixels badly. */
function clamp(y: number, { domain: [low, high], scale }: Axis): number {
  return Math.max(
    scale === 'log' ? low / 2 : low - (high - low),
    Math.min(y, scale === 'log' ? 2 * high : high + (high - low)),
  );
}
