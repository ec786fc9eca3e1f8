import * as l10n from '@vscode/l10n';
import { formatLoss } from '../domain/format.ts';
import type { FigureDefinition } from '../kinds/figureDefinition.ts';
import { limitDomain } from './axisLimits.ts';
import { HEADROOM } from './axisClipping.ts';
import type { ShownRun } from './curveRun.ts';
import { RATE_FORMAT } from './figure.ts';
import type { Axis, XAxisQuantity } from './figure.ts';
import { xOfStep } from './measuredLine.ts';
import type { FigureInput } from './figureInput.ts';
import { samplesAt } from './progressUnit.ts';
import type { MeasuredLine } from './measuredLine.ts';
import type { CurveView } from './view.ts';

/** How far a logarithmic axis reaches below the lowest loss drawn in bold, so that most of its noise is in the plot. */
const LOG_MARGIN = 3;

/** Where nothing is cut off, the axis ends so much above the highest value. */
const WHOLE_MARGIN = 1.05;

/** Shares that are drawn have at least so much room above and below. */
const SHARE_MARGIN = 0.005;

/** The ticks of an axis of shares that is shorter than this have a decimal. */
const FINE_SHARE = 0.08;

/** The ratio of the ends of a logarithmic axis that has no positive value to show, and of one of seconds, which begin at 0. */
const EMPTY_REACH = 1000;

/** A logarithmic axis starts at one of these digits times a power of ten, so that its lower end rarely moves while losses fall. */
const ROUND_DIGITS = [1, 2, 5];

/** An axis starts at 0 if the first measurement lies within this share of it. */
const FROM_ZERO_SHARE = 0.05;

/** The range of the y values that are drawn. */
export interface ValueRange {
  /** Of the lines in bold. */
  readonly lowest: number;
  /** Of everything that is drawn. */
  readonly highest: number;
}

/** A vertical axis, and the sentence that explains where it ends; empty where that needs no explanation. */
export interface ExplainedAxis {
  readonly axis: Axis;
  /** A line that is higher has left the plot: the axis's own end, also where the reader has chosen a lower one. */
  readonly top: number;
  readonly caption: string;
}

/**
 * The axis that shows a range of losses.
 * @param input whose lines are all there are; where some are hidden, the axis ends just above the others
 */
export function lossAxis(
  { definition: { y }, view: { showAllLosses }, limits, lossEnd: { top, basis }, ...lines }: FigureInput,
  { lowest, highest }: ValueRange,
  scale: Axis['scale'],
): ExplainedAxis {
  const { title } = y;
  const whole = highest > 0 ? highest * WHOLE_MARGIN : top;
  const reach = hidesLines(lines) ? 0 : top;
  const end = showAllLosses ? Math.max(reach, whole) : Math.min(top, Math.max(reach, whole));
  const start =
    scale === 'linear' ? Math.min(0, WHOLE_MARGIN * finite(lowest)) : logAxisStart(lowest / LOG_MARGIN, end);
  const domain = limitDomain([start, end], limits.y, scale);
  return {
    axis: { title, domain, scale, format: '.4~g' },
    top: Math.max(end, domain[1]),
    caption:
      basis === null || domain[1] !== end
        ? ''
        : endText(formatLoss(end), end !== top ? 'highest' : basis, scale === 'log'),
  };
}

/** @param basis the loss that the end of the axis follows from */
function endText(loss: string, basis: 'highest' | 'before-training' | 'first', isLog: boolean): string {
  switch (basis) {
    case 'highest':
      return isLog
        ? l10n.t('The loss axis is logarithmic and ends at {0}, just above the highest loss.', loss)
        : l10n.t('The loss axis ends at {0}, just above the highest loss.', loss);
    case 'before-training':
      return isLog
        ? l10n.t('The loss axis is logarithmic and ends at {0}, {1} times the loss before training.', loss, HEADROOM)
        : l10n.t('The loss axis ends at {0}, {1} times the loss before training.', loss, HEADROOM);
    case 'first':
      return isLog
        ? l10n.t('The loss axis is logarithmic and ends at {0}, {1} times the first loss.', loss, HEADROOM)
        : l10n.t('The loss axis ends at {0}, {1} times the first loss.', loss, HEADROOM);
  }
}

/**
 * The axis of something other than a loss: a share runs from 0 to 100%, or where lines are hidden as far as the others do, any other
 * number as far as it was measured.
 */
export function plainAxis(
  { definition: { y }, limits, ...lines }: FigureInput,
  { lowest, highest }: ValueRange,
): ExplainedAxis {
  const scale = y.scale ?? 'linear';
  if (y.kind === 'share') {
    const shares = hidesLines(lines) && lowest <= highest ? shareDomain(lowest, highest) : ([0, 1] as const);
    const domain = limitDomain(shares, limits.y, 'linear');
    const format = domain[1] - domain[0] < FINE_SHARE ? '.1%' : '.0%';
    return { axis: { title: y.title, domain, scale: 'linear', format }, top: domain[1], caption: '' };
  }
  const end = highest > 0 ? WHOLE_MARGIN * highest : finite(highest) < 0 ? 0 : 1;
  const start = scale === 'log' ? logAxisStart(lowest, end) : Math.min(0, WHOLE_MARGIN * finite(lowest));
  const format = y.kind === 'rate' ? RATE_FORMAT : '.4~g';
  const domain = limitDomain([start, end], limits.y, scale);
  return { axis: { title: y.title, domain, scale, format }, top: domain[1], caption: '' };
}

function hidesLines({ lines, runs }: Pick<FigureInput, 'lines' | 'runs'>): boolean {
  return new Set(lines.map(({ run }) => run)).size < runs.length;
}

function shareDomain(lowest: number, highest: number): [number, number] {
  const margin = Math.max(SHARE_MARGIN, (WHOLE_MARGIN - 1) * (highest - lowest));
  return [Math.max(0, lowest - margin), Math.min(1, highest + margin)];
}

/**
 * The horizontal axis of a figure.
 * @param runs with those that are hidden, so that the axis stays when one is
 * @param lines of those runs
 */
export function horizontalAxis(
  { x, points, lines: drawn }: FigureDefinition,
  quantity: XAxisQuantity,
  runs: readonly ShownRun[],
  lines: readonly MeasuredLine[],
  { timeScale }: CurveView,
): Axis {
  const ends = dependsOnLines({ points }, quantity) ? endsOfLines(lines) : endsOfRuns(runs, quantity);
  const first = Math.min(...ends.map(([from]) => from));
  const last = Math.max(...ends.map(([, to]) => to));
  if (quantity.kind === 'rate') {
    const [from, to] = ends.length === 0 ? [1e-4, 1] : first === last ? [first / 2, first * 2] : [first, last];
    return { title: x.title, domain: [from, to], scale: x.scale, format: RATE_FORMAT };
  }
  if (quantity.kind === 'seconds') {
    const to = last > 0 ? last : 1;
    const isLog = x.scale === 'log' || timeScale === 'log';
    const scale = isLog ? 'log' : 'linear';
    return { title: x.title, domain: [isLog ? to / EMPTY_REACH : 0, to], scale, format: '.3~g' };
  }
  const planned = runs.flatMap((run) => plannedEnd(run, quantity) ?? []);
  const least = leastPlace(runs, points, quantity);
  const to = Math.max(least, ...planned, finite(last));
  const startsAtZero =
    points === 'epochs'
      ? drawn.some(({ metric }) => metric === 'loss') && runs.some(({ initialLoss }) => initialLoss !== null)
      : !(first > FROM_ZERO_SHARE * to);
  const from = startsAtZero ? 0 : points === 'epochs' ? Math.min(least, to - least) : first < to ? first : 0;
  // Nothing before the first step can be shown on a logarithmic axis, and of a single epoch nothing at all.
  const scale = (x.scale === 'log' || timeScale === 'log') && to > least ? 'log' : 'linear';
  const domain = [scale === 'log' ? Math.max(least, from) : from, to] as const;
  return { title: x.title, domain, scale, format: progressFormat(points, quantity) };
}

/** Whether a horizontal axis reaches as far as the lines do, and not as far as anything that was measured. */
export function dependsOnLines(
  { points }: Pick<FigureDefinition, 'points'>,
  { kind }: Pick<XAxisQuantity, 'kind'>,
): boolean {
  return points === 'epochs' || kind === 'rate';
}

/** Where the first step or epoch lies. */
function leastPlace(
  runs: readonly ShownRun[],
  points: FigureDefinition['points'],
  { kind, unit, stepsPerEpoch }: XAxisQuantity,
): number {
  if (kind === 'samples') return Math.min(...runs.flatMap(({ facts: { batchSize } }) => batchSize ?? []));
  return kind === 'epoch' && points === 'samples' && unit === 'step' ? 1 / (stepsPerEpoch ?? 1) : 1;
}

function progressFormat(points: FigureDefinition['points'], { kind, unit }: XAxisQuantity): string {
  if (kind === 'samples') return '.3~s';
  if (points === 'epochs' || unit === 'epoch') return 'd';
  return kind === 'epoch' ? '.3~g' : ',d';
}

/** The first and the last place of each line. */
function endsOfLines(lines: readonly MeasuredLine[]): [number, number][] {
  return lines.flatMap(({ xs }) => (xs.length > 0 ? [[xs[0], xs[xs.length - 1]]] : []));
}

/** The first and the last place of everything that was measured, so that all figures along the steps have the same axis. */
function endsOfRuns(runs: readonly ShownRun[], quantity: XAxisQuantity): [number, number][] {
  return runs.flatMap((run) =>
    Object.values(run.series).flatMap((series): [number, number][] => {
      if (!series || series.steps.length === 0) return [];
      const from = xOfStep(series.steps[0], run, quantity);
      const to = xOfStep(series.steps[series.steps.length - 1], run, quantity);
      return from === null || to === null ? [] : [[from, to]];
    }),
  );
}

/** Where a run is to end on the horizontal axis; null where nobody knows. */
function plannedEnd({ facts }: ShownRun, { kind, stepsPerEpoch }: XAxisQuantity): number | null {
  const { total, unit } = facts;
  if (total === null || kind === 'step' || unit === 'epoch') return total;
  if (kind === 'samples') return samplesAt(total, facts);
  return stepsPerEpoch === null ? null : total / stepsPerEpoch;
}

/** A round number at or below the lowest height, where that is positive and on the axis. */
function logAxisStart(lowest: number, end: number): number {
  const value = lowest > 0 && lowest < end ? lowest : end / EMPTY_REACH;
  const power = 10 ** Math.floor(Math.log10(value));
  return Number((ROUND_DIGITS.findLast((digit) => digit * power <= value) ?? 1) * power);
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
