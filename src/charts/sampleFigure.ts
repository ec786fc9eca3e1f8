import * as l10n from '@vscode/l10n';
import { thinnedIndices } from '../domain/thinning.ts';
import { axisClippings } from './axisClipping.ts';
import { limitDomain } from './axisLimits.ts';
import type { Axis, RunPoint, VariantPoint } from './figure.ts';
import { horizontalAxis, lossAxis, plainAxis } from './figureAxes.ts';
import type { FigureBody, FigureInput } from './figureInput.ts';
import { seedsNote } from './figureNotes.ts';
import type { MeasuredLine } from './measuredLine.ts';
import { groupLines, medianLine, worstOf } from './medianLine.ts';
import { interpolateSeries, smooth, smoothLogarithms } from './smoothing.ts';

/** A logarithmic axis once the best line has fallen this many times below the end of the axis: a linear one would show it as zero. */
const LOG_BELOW = 15;

type Smoothing = typeof smooth;

/** A line as it is drawn, smoothed if the reader wants that. */
interface DrawnLine extends MeasuredLine {
  readonly drawnYs: ArrayLike<number>;
}

/** A figure of single measurements, smoothed, with the measurements behind. */
export function sampleFigure(input: FigureInput): FigureBody {
  const { definition, view, limits, quantity, runs, hasSeeds } = input;
  const { points } = view;
  const x = horizontalAxis(definition, quantity, runs, input.allLines, view);
  const part = { scale: x.scale, domain: view.zooms[definition.name]?.x ?? limitDomain(x.domain, limits.x, x.scale) };
  // The epochs of a log are few, and each is a summary already.
  const dots = quantity.unit === 'epoch' && quantity.kind !== 'rate';
  // A rate is set, not measured.
  const smooths = view.smoothingWindow > 0 && !dots && definition.y.kind !== 'rate';
  const max = smooths ? points.smoothed : points.raw;
  const draw = (smoothing: Smoothing | null) => {
    const lines = input.lines.map((line) => ({ ...line, drawnYs: ysToDraw(line, input, x, smoothing) }));
    const main = groupLines(lines).flatMap((group) => mainLine(group, part, max, input));
    return { lines, main, ...verticalAxis(input, main) };
  };
  let drawn = draw(smooths ? smooth : null);
  // Which axis it is depends on how low the lines come, and how they are smoothed on the axis. Logarithms bring them lower still.
  if (smooths && drawn.axis.scale === 'log') drawn = draw(smoothLogarithms);
  const { lines, main, axis, top, caption } = drawn;
  const isLoss = definition.y.kind === 'loss';
  const showsRaw = smooths && !hasSeeds && view.showsMeasurements;
  return {
    x,
    y: axis,
    main,
    seeds: hasSeeds ? lines.flatMap((line) => thinned(line, line.drawnYs, part, points.seed)) : [],
    raw: showsRaw ? lines.flatMap((line) => thinned(line, line.ys, part, points.raw)) : [],
    clippings: isLoss ? axisClippings(input, top) : [],
    dots,
    comparison: null,
    remarks: [
      seedsNote(input),
      smooths
        ? showsRaw
          ? l10n.t('Pale: the measurements behind the smoothed line.')
          : l10n.t('The lines are smoothed.')
        : '',
    ],
    axisRemark: caption,
  };
}

/** The y values to draw. Outliers are clipped to just beyond the plot before smoothing, or they would dominate the smoothed line. */
function ysToDraw(
  { xs, ys, means }: MeasuredLine,
  { definition, view, limits, quantity, lossEnd }: FigureInput,
  axis: Axis,
  smoothing: Smoothing | null,
): ArrayLike<number> {
  const isCut = definition.y.kind === 'loss' && !view.showAllLosses;
  const heights = smoothing ? means : ys;
  const inside = isCut ? cutAt(heights, 2 * Math.max(lossEnd.top, limits.y[1] ?? 0)) : heights;
  if (!smoothing) return inside;
  const [from, to] = axis.domain;
  if (quantity.kind === 'rate') {
    return smoothing(Float64Array.from(xs, Math.log), inside, Math.log(to / from) * view.smoothingWindow);
  }
  const leastMemory = quantity.kind === 'step' ? 1 : 0;
  return smoothing(xs, inside, Math.max(leastMemory, to * view.smoothingWindow));
}

function cutAt(values: ArrayLike<number>, max: number): Float64Array {
  const cut = new Float64Array(values.length);
  for (let index = 0; index < cut.length; index++) cut[index] = Math.min(values[index], max);
  return cut;
}

function verticalAxis(input: FigureInput, main: readonly VariantPoint[]) {
  const { definition, view, lines, lossEnd } = input;
  const range = { lowest: lowestOf(main), highest: Math.max(...lines.map(({ ys }) => highestOf(ys))) };
  if (definition.y.kind !== 'loss') return plainAxis(input, range);
  const { lowest } = range;
  const isFar = lowest > 0 && lowest < lossEnd.top / LOG_BELOW;
  const isLog = view.lossScale === 'log' || (view.lossScale === 'automatic' && isFar);
  const scale = definition.y.scale ?? (isLog ? 'log' : 'linear');
  return lossAxis(input, range, scale);
}

/** The only line of a variant, or the median of lines that were measured at different places. */
function mainLine(
  lines: readonly DrawnLine[],
  part: Pick<Axis, 'domain' | 'scale'>,
  max: number,
  { definition, quantity }: FigureInput,
): VariantPoint[] {
  if (lines.length === 1) {
    return thinned(lines[0], lines[0].drawnYs, part, max).map(({ x, y, variant, line }) => ({ x, y, variant, line }));
  }
  const [from, to] = quantity.kind === 'seconds' ? commonPart(lines, part.domain) : part.domain;
  const places = Array.from({ length: max }, (_, index) => {
    const share = index / (max - 1);
    const place = part.scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
    return quantity.kind === 'step' ? Math.round(place) : place;
  });
  const yAt = (line: DrawnLine, x: number) => interpolateSeries(line.xs, line.drawnYs, x);
  return medianLine(lines, [...new Set(places)], yAt, worstOf(definition.y));
}

/**
 * The part of an axis of seconds that all runs reach which have ended: some train faster than others, and where only the slowest has
 * values, the median would jump to it.
 */
function commonPart(lines: readonly DrawnLine[], [from, to]: Axis['domain']): Axis['domain'] {
  const ends = lines.flatMap(({ run, xs, hasDiverged }) =>
    run.ended && !hasDiverged ? (xs[xs.length - 1] ?? []) : [],
  );
  return [from, Math.max(from, Math.min(to, ...ends))];
}

/** The points that can be told apart in the part of the axis that is seen. */
function thinned(
  { run, line, xs }: MeasuredLine,
  heights: ArrayLike<number>,
  part: Pick<Axis, 'domain' | 'scale'>,
  max: number,
): RunPoint[] {
  return thinnedIndices(xs, heights, max, part).map((index) => ({
    x: xs[index],
    y: heights[index],
    variant: run.variantIndex,
    line,
    run: run.index,
    seed: run.seed,
  }));
}

function lowestOf(points: readonly VariantPoint[]): number {
  return points.reduce((lowest, { y }) => Math.min(lowest, y), Infinity);
}

function highestOf(values: ArrayLike<number>): number {
  let highest = -Infinity;
  for (let index = 0; index < values.length; index++) highest = Math.max(highest, values[index]);
  return highest;
}
