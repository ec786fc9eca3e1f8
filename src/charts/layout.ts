import { pixelOf, shareAlong, valueAt } from './axes.ts';
import type { CurveRate } from './curves.ts';
import { spread } from './endLabels.ts';
import type { Axis, Figure, Stop } from './figure.ts';
import { heightAt } from './smoothing.ts';
import type { Point } from './smoothing.ts';

/** A rate's name at the end of its line. */
export interface EndLabel {
  readonly rate: number;
  readonly text: string;
  /** Where the line ends in the picture. */
  readonly x: number;
  readonly y: number;
  /** Height of the label, so far moved that no two overlap. */
  readonly labelY: number;
}

/** A stop with a place for its text above the plot. */
export interface StopLabel extends Stop {
  readonly textY: number;
  /** Text runs right from its mark in the left half of the plot, and left in the right half. */
  readonly side: 'left' | 'right';
}

/** How a figure fits into its width. */
export interface Layout {
  /** In pixels; the plot's, without axes. */
  readonly plotHeight: number;
  readonly narrow: boolean;
  readonly ends: readonly EndLabel[];
  readonly stops: readonly StopLabel[];
}

/** About what the axis on the left takes, and one letter of a text, in pixels. */
const AXIS_WIDTH = 60;
const LETTER_WIDTH = 7;

/** Below this width labels are shortened and the picture is lower. */
const NARROW = 520;

const LINE_HEIGHT = 16;

/** From the end of the plot to the first letter of a label. */
export const LABEL_OFFSET = 13;

/** Places everything that must not overlap, before any pixel is drawn. */
export function layOut(figure: Figure, rates: readonly CurveRate[], width: number): Layout {
  const narrow = width < NARROW;
  const plotHeight = narrow ? 240 : 320;
  const ends = endLabels(figure, rates, plotHeight, narrow);
  const stops = stopLabels(figure, plotHeight, width, narrow);
  return { plotHeight, narrow, ends, stops };
}

function endLabels(figure: Figure, rates: readonly CurveRate[], plotHeight: number, narrow: boolean): EndLabel[] {
  const ends = rates.flatMap(({ label, word }, rate) => {
    const end = endOf(
      figure.bold.filter((point) => point.rate === rate),
      figure.x.domain,
    );
    // A line that stops early is named by the text of its stop.
    const [bottom, top] = figure.y.domain;
    if (
      !end ||
      (end.x < figure.x.domain[1] &&
        (end.y > top || end.y < bottom || figure.stops.some((stop) => stop.rate === rate && stop.kind === 'nan')))
    )
      return [];
    const y = Math.min(Math.max(end.y, bottom), top);
    return { rate, x: end.x, y, text: word && !narrow ? `${label} ${word}` : label };
  });
  const centres = spread(
    ends.map(({ y }) => pixelOf(y, figure.y, plotHeight)),
    LINE_HEIGHT,
    plotHeight,
  );
  return ends.map((end, index) => ({ ...end, labelY: valueAt(centres[index], figure.y, plotHeight) }));
}

/** Where a line leaves the picture on its right, or ends in it; null if it is not in the picture. */
function endOf(line: readonly Point[], [from, to]: Axis['domain']): Point | null {
  const edge = heightAt(line, to);
  if (edge !== null) return { x: to, y: edge };
  const last = line.at(-1);
  return last && last.x >= from && last.x <= to ? last : null;
}

function stopLabels(figure: Figure, plotHeight: number, width: number, narrow: boolean): StopLabel[] {
  const sided = figure.stops.map((stop) => {
    const share = shareAlong(stop.x, figure.x);
    const fits =
      AXIS_WIDTH + share * (width - AXIS_WIDTH) + (narrow ? stop.shortText : stop.text).length * LETTER_WIDTH < width;
    return { ...stop, side: share < 0.55 && (fits || share < 0.3) ? ('left' as const) : ('right' as const) };
  });
  // The earliest of those that run right has the highest row, so that no thread from a mark to its text crosses another text.
  const order = sided
    .filter((stop) => stop.text)
    .sort((a, b) => (a.side === b.side ? (a.side === 'left' ? a.x - b.x : b.x - a.x) : a.side === 'right' ? -1 : 1));
  return sided.map((stop) => {
    const row = order.indexOf(stop);
    const textPixel = row < 0 ? 0 : -LINE_HEIGHT * (order.length - row - 1) - 14;
    return { ...stop, textY: valueAt(textPixel, figure.y, plotHeight) };
  });
}
