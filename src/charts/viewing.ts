import { formatLoss } from '../domain/format.ts';
import type { Axis, Figure, RatePoint } from './figure.ts';
import type { Point } from './smoothing.ts';
import type { CurveView, Zoom } from './view.ts';

/** How far a logarithmic axis reaches below the lowest loss drawn in bold, so that most of its noise is in the picture. */
const LOG_MARGIN = 3;

/** Where all is to be seen, the axis ends so much above the highest loss. */
const WHOLE_MARGIN = 1.05;

/** A loss axis without a positive loss to show on it reaches so many times below its end. */
const EMPTY_REACH = 1000;

/** Where a logarithmic axis may begin: the lower end moves only now and then while losses fall. */
const BEGINNINGS = [1, 2, 5];

/** What is to be seen on a loss axis. */
export interface LossRange {
  /** Of the lines in bold. */
  readonly lowest: number;
  /** Of all that is drawn. */
  readonly highest: number;
  /** Where the axis ends unless all is to be seen. */
  readonly top: number;
}

/** The axis that shows a range of losses, and the sentence that explains where it ends. */
export function lossAxis(
  title: string,
  { lowest, highest, top }: LossRange,
  scale: Axis['scale'],
  whole: boolean,
): { axis: Axis; caption: string } {
  const end = whole ? Math.max(top, highest * WHOLE_MARGIN) : top;
  const start =
    scale === 'linear' ? 0 : beginning(lowest > 0 && lowest < end ? lowest / LOG_MARGIN : end / EMPTY_REACH);
  const ends =
    end > top
      ? `ends at ${formatLoss(end)}, just above the highest loss`
      : `ends at ${formatLoss(end)}, 1.5 times the loss before training`;
  return {
    axis: { title, domain: [start, end], scale, format: '.4~g' },
    caption: scale === 'log' ? `The loss axis is logarithmic and ${ends}.` : `The loss axis ${ends}.`,
  };
}

/** The axis of epochs or steps. Before 1 nothing can be shown on a logarithmic one, and of a single epoch nothing at all. */
export function timeAxis(axis: Omit<Axis, 'scale'>, { timeScale }: CurveView): Axis {
  const [from, to] = axis.domain;
  const scale = timeScale === 'log' && to > 1 ? 'log' : 'linear';
  return { ...axis, scale, domain: scale === 'log' ? [Math.max(1, from), to] : [from, to] };
}

/** Leaves out what the figure's axes cannot show, saying so, and turns to the part that the reader has chosen. */
export function forReader(figure: Figure, zoom: Zoom | undefined): Figure {
  const shown = withoutInvisible(figure);
  if (!zoom) return shown;
  const [from, to] = zoom.x;
  return {
    ...shown,
    x: { ...shown.x, domain: zoom.x },
    y: { ...shown.y, domain: zoom.y },
    // What goes beyond the axis at its usual end does not go beyond this one at the same place.
    stops: shown.stops.filter(({ x, y }) => x >= from && x <= to && y >= zoom.y[0] && y <= zoom.y[1]),
  };
}

function withoutInvisible(figure: Figure): Figure {
  const { x, y } = figure;
  const early = x.scale === 'log' ? ({ x: at }: Point) => at < 1 : () => false;
  const flat = y.scale === 'log' ? ({ y: value }: Point) => value <= 0 : () => false;
  if (x.scale === 'linear' && y.scale === 'linear') return figure;
  const keep = <P extends RatePoint>(points: readonly P[]): P[] =>
    points.filter((point) => !early(point) && !flat(point));
  const all = [...figure.bold, ...figure.seeds, ...figure.raw];
  const zeros = all.filter((point) => flat(point)).length;
  const notes = [
    ...(all.some(early)
      ? [`A logarithmic axis begins at ${x.title} 1: what was measured before training is not shown.`]
      : []),
    ...(zeros > 0
      ? [
          `${zeros === 1 ? 'One point with a loss of zero is' : `${zeros} points with a loss of zero are`} not shown: a logarithmic axis has no place for them.`,
        ]
      : []),
  ];
  const stops = figure.stops.map((stop) => (early(stop) ? { ...stop, x: x.domain[0] } : stop));
  return {
    ...figure,
    bold: keep(figure.bold),
    seeds: keep(figure.seeds),
    raw: keep(figure.raw),
    article: keep(figure.article),
    stops,
    notes: [...figure.notes, ...notes],
  };
}

function beginning(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return Number((BEGINNINGS.findLast((digit) => digit * power <= value) ?? 1) * power);
}
