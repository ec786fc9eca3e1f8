import { pixelOf, shareAlong, valueAtPixel } from './axes.ts';
import type { CurveVariant } from './curveVariant.ts';
import { spread } from './endLabels.ts';
import type { Axis, AxisClipping, Figure, Point } from './figure.ts';
import type { FigureMark } from '../kinds/figureDefinition.ts';
import { groupBy } from './groupBy.ts';
import { lineName, shortenName } from './lineName.ts';
import { interpolatePoints } from './smoothing.ts';

/** A line's name at its end. */
export interface EndLabel {
  readonly variant: number;
  readonly line: number;
  readonly text: string;
  /** Where the line ends in the plot. */
  readonly x: number;
  readonly y: number;
  /** Height of the label, moved so that no two overlap. */
  readonly labelY: number;
}

/** What is written above the plot, and where. */
interface LabelPosition {
  /** The longest text that there is room for; empty if there is room for none. */
  readonly written: string;
  readonly textY: number;
  /** Text runs right from its mark in the left half of the plot, and left in the right half. */
  readonly side: 'left' | 'right';
}

export type ClippingLabel = AxisClipping & LabelPosition;

/** A mark as far as it is in the plot. */
export type MarkLabel = FigureMark &
  LabelPosition & {
    /** Where its text begins: at the top of the plot. */
    readonly x: number;
    readonly y: number;
    readonly isBand: boolean;
  };

/** How a figure fits into its width. */
export interface Layout {
  /** In pixels; the plot's, without axes. */
  readonly plotHeight: number;
  readonly narrow: boolean;
  readonly ends: readonly EndLabel[];
  readonly clippings: readonly ClippingLabel[];
  readonly marks: readonly MarkLabel[];
}

/** About what the axis on the left takes, in pixels. */
const AXIS_WIDTH = 60;

/** About what one letter of a text takes, in pixels: over half of the font size, 12 pixels, and a little more, so that bold text fits too. */
export const LETTER_WIDTH = 7;

/** A plot is at least so wide, in pixels: names and texts that leave it less are left out. */
const MIN_PLOT_WIDTH = 100;

/** The share of a chart's width that the longest name beside its lines may take, so that the plot keeps most of it. */
const NAME_SHARE = 0.3;
/** Room for an optimizer and its rate. */
const MIN_NAME_LETTERS = 16;

/** Below this width labels are shortened and the chart is lower. */
const NARROW = 520;

/** Of a row of a heat map: its number and a point above it. */
const ROW_HEIGHT = 46;

/** Of the plot of a comparison, whose points are few. */
const COMPARISON_HEIGHT = 180;

const LINE_HEIGHT = 16;

/** Labels at the ends of lines are legible down to this distance, for which a plot with many lines is higher, up to a limit. */
const END_LABEL_HEIGHT = 13;
const MANY_LINES = 40;

/** From the top of the plot to the lowest text above it. */
const TEXT_GAP = 14;

/** The axis below the plot with its title, a legend below that, and the padding of the whole chart. */
const AXIS_HEIGHT = 58;
const LEGEND_HEIGHT = 28;

/** However little room there is, a plot is so high. */
const MIN_HEIGHT = 120;

/** From the end of the plot to the first letter of a label. */
export const LABEL_OFFSET = 13;

/**
 * Places everything that must not overlap, before any pixel is drawn.
 * @param height of the plot; by default it follows from the width of the whole chart
 */
export function layOut(figure: Figure, variants: readonly CurveVariant[], width: number, height?: number): Layout {
  const narrow = width < NARROW;
  const plotHeight = height ?? plotHeightOf(figure, variants.length, narrow);
  const maxLetters = Math.max(MIN_NAME_LETTERS, Math.floor((NAME_SHARE * width) / LETTER_WIDTH));
  const named = endLabels(figure, variants, plotHeight, narrow, maxLetters);
  const nameWidth = LABEL_OFFSET + LETTER_WIDTH * Math.max(0, ...named.map(({ text }) => text.length));
  const hasNames = named.length > 0 && width - AXIS_WIDTH - nameWidth >= MIN_PLOT_WIDTH;
  const ends = hasNames ? named : [];
  const visible = visibleMarks(figure);
  const labelled = [...visible.map(({ x, label }) => ({ x, texts: [label] })), ...figure.clippings];
  const plotWidth = width - AXIS_WIDTH - (hasNames ? nameWidth : 0);
  const places = labelPositions(labelled, figure, { plotHeight, plotWidth, width });
  return {
    plotHeight,
    narrow,
    ends,
    marks: visible.map((mark, index) => ({ ...mark, ...places[index] })),
    clippings: figure.clippings.map((clipping, index) => ({ ...clipping, ...places[visible.length + index] })),
  };
}

function plotHeightOf({ heatMap, comparison, lines, y }: Figure, variants: number, narrow: boolean): number {
  if (heatMap) return Math.max(MIN_HEIGHT, ROW_HEIGHT * (y.ticks?.length ?? 0));
  if (comparison) return COMPARISON_HEIGHT;
  return Math.max(narrow ? 240 : 320, END_LABEL_HEIGHT * Math.min(MANY_LINES, variants * lines.length));
}

/**
 * The height of a plot that has room with everything above and below it.
 * @param height of the whole chart
 */
export function plotHeightIn(figure: Figure, height: number): number {
  const marks = visibleMarks(figure).filter(({ label }) => label);
  const texts = marks.length + figure.clippings.filter(({ texts }) => texts.length > 0).length;
  const above = texts > 0 ? TEXT_GAP + LINE_HEIGHT * texts : 0;
  const below = AXIS_HEIGHT + (figure.published.length > 0 ? LEGEND_HEIGHT : 0);
  return Math.max(MIN_HEIGHT, height - above - below);
}

function endLabels(
  figure: Figure,
  variants: readonly CurveVariant[],
  plotHeight: number,
  narrow: boolean,
  maxLetters: number,
): EndLabel[] {
  const lines = variants.flatMap((_, variant) => figure.lines.map((_label, line) => ({ variant, line })));
  const points = groupBy(figure.main, (point) => `${point.variant} ${point.line}`);
  const ends = lines.flatMap(({ variant, line }) => {
    const end = endOf(points.get(`${variant} ${line}`) ?? [], figure.x.domain);
    // A line that stops early is named by the text of its clipping.
    const [bottom, top] = figure.y.domain;
    const isClipped =
      end !== null &&
      end.x < figure.x.domain[1] &&
      (end.y > top ||
        end.y < bottom ||
        figure.clippings.some((clipping) => clipping.variant === variant && clipping.kind === 'nan'));
    if (!end || isClipped) return [];
    const y = Math.min(Math.max(end.y, bottom), top);
    const name = lineName(figure, variants, variant, line);
    const { label, verdictText } = variants[variant];
    const judged = verdictText && !narrow && name === label ? `${name} ${verdictText}` : name;
    return { variant, line, x: end.x, y, text: judged.length > maxLetters ? shortenName(name, maxLetters) : judged };
  });
  const centres = spread(
    ends.map(({ y }) => pixelOf(y, figure.y, plotHeight)),
    LINE_HEIGHT,
    plotHeight,
  );
  return ends.map((end, index) => ({ ...end, labelY: valueAtPixel(centres[index], figure.y, plotHeight) }));
}

/** Where a line leaves the plot on its right, or ends in it; null if it is not in the plot. */
function endOf(line: readonly Point[], [from, to]: Axis['domain']): Point | null {
  const edge = interpolatePoints(line, to);
  if (edge !== null) return { x: to, y: edge };
  const last = line.at(-1);
  return last && last.x >= from && last.x <= to ? last : null;
}

/** The marks that reach into the plot, cut at its ends. */
function visibleMarks({ marks, x, y }: Figure): Omit<MarkLabel, keyof LabelPosition>[] {
  const [first, last] = x.domain;
  return marks
    .filter(({ from, to }) => to >= first && from <= last)
    .map((mark) => {
      const [from, to] = [Math.max(first, mark.from), Math.min(last, mark.to)];
      return { ...mark, from, to, x: from, y: y.domain[1], isBand: mark.to > mark.from };
    });
}

/** Rows for texts above the plot, in which no text and no line from a mark to its text crosses another. */
function labelPositions(
  labels: readonly { readonly x: number; readonly texts: readonly string[] }[],
  figure: Figure,
  { plotHeight, plotWidth, width }: { readonly plotHeight: number; readonly plotWidth: number; readonly width: number },
): LabelPosition[] {
  const sided = labels.map(({ x, texts }) => {
    const share = shareAlong(x, figure.x);
    const pixel = AXIS_WIDTH + share * plotWidth;
    const fits = (text: string, room: number): boolean => text.length * LETTER_WIDTH < room;
    const written = texts.find((text) => fits(text, pixel) || (share < 0.55 && fits(text, width - pixel))) ?? '';
    return { x, written, side: share < 0.55 && fits(written, width - pixel) ? ('left' as const) : ('right' as const) };
  });
  // The earliest of those that run right has the highest row.
  const order = sided
    .filter(({ written }) => written)
    .sort((a, b) => (a.side === b.side ? (a.side === 'left' ? a.x - b.x : b.x - a.x) : a.side === 'right' ? -1 : 1));
  return sided.map((label) => {
    const row = order.indexOf(label);
    const pixel = row < 0 ? 0 : -LINE_HEIGHT * (order.length - row - 1) - TEXT_GAP;
    return { written: label.written, side: label.side, textY: valueAtPixel(pixel, figure.y, plotHeight) };
  });
}
