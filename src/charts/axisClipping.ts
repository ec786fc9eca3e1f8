import * as l10n from '@vscode/l10n';
import { formatCount, formatLoss, roundStep } from '../domain/format.ts';
import { formatRate } from '../domain/rate.ts';
import { median } from '../domain/score.ts';
import type { FigureDefinition } from '../kinds/figureDefinition.ts';
import type { CurveRun } from './curveRun.ts';
import type { CurveVariant } from './curveVariant.ts';
import type { AxisClipping, Point, XAxisQuantity } from './figure.ts';
import { lineName, shortenName } from './lineName.ts';
import type { LossAxisEnd } from './figureInput.ts';
import { xOfStep } from './measuredLine.ts';
import type { Divergence, MeasuredLine } from './measuredLine.ts';
import { groupLines } from './medianLine.ts';

/** The loss axis ends at this many times the initial loss: a run that is worse has left the plot. */
export const HEADROOM = 1.5;
/** Letters of a name in a text above a plot, and where there is little room. */
const MAX_NAME = 40;
const MAX_SHORT_NAME = 16;

/** What is needed to say where lines leave a figure. */
export interface ClippingInput {
  readonly definition: FigureDefinition;
  readonly variants: readonly CurveVariant[];
  readonly quantity: XAxisQuantity;
  readonly lines: readonly MeasuredLine[];
  /** See FigureInput. */
  readonly isGrouped?: boolean;
}

/** The upper end of the loss axis, so that one exploding run does not flatten the others. */
export function lossAxisEnd(runs: readonly CurveRun[]): LossAxisEnd {
  const initial = runs.map((run) => run.initialLoss ?? run.series.loss?.values[0] ?? NaN);
  const known = initial.filter((loss) => Number.isFinite(loss) && loss > 0);
  if (known.length === 0) return { top: HEADROOM, basis: null };
  const isBeforeTraining = runs.some(({ initialLoss }) => initialLoss !== null);
  return { top: HEADROOM * median(known), basis: isBeforeTraining ? 'before-training' : 'first' };
}

/**
 * The places where lines leave the plot, one a run, with one text a variant.
 * @param top where the axis ends
 */
export function axisClippings(input: ClippingInput, top: number): AxisClipping[] {
  return groupLines(input.lines).flatMap((lines) => clippingsOf(lines, input, top));
}

function clippingsOf(lines: readonly MeasuredLine[], input: ClippingInput, top: number): AxisClipping[] {
  const { definition, variants, quantity } = input;
  const [{ run, line }] = lines;
  const diverged = lines
    .flatMap((each) => (each.divergence ? { line: each, divergence: each.divergence } : []))
    .sort((a, b) => a.divergence.step - b.divergence.step);
  const peaks = lines
    .flatMap((each) => (each.divergence ? [] : (peakBeyond(each, top) ?? [])))
    .sort((a, b) => a.x - b.x);
  const ends = diverged.map(({ line: each, divergence }) => ({
    ...endOf(each, divergence, input, top),
    kind: 'nan' as const,
  }));
  const clippings = [...ends, ...peaks.map(({ x }) => ({ x, y: top, kind: 'beyond' as const }))];
  // The mark of a run that diverged says enough; its text tells how far it went before.
  const peak = diverged.length > 0 ? peakBeyond(diverged[0].line, top) : (peaks.at(0) ?? null);
  const end = diverged.length > 0 ? divergenceText(diverged[0].divergence, run.facts.unit) : null;
  const count = countText(diverged.length || peaks.length, lines.length, input.isGrouped ?? false);
  const name = lineName({ lines: definition.lines.map(({ label }) => label) }, variants, run.variantIndex, line);
  const [peakText, shortPeakText] = peak ? peakTexts(peak, definition, quantity) : [null, null];
  const text = `${shortenName(name, MAX_NAME)}: ${[peakText, end].filter(Boolean).join(', ')}${count}`;
  const event = end ?? shortPeakText ?? '';
  const texts = [
    text,
    ...[MAX_NAME, MAX_SHORT_NAME].map((letters) => `${shortenName(name, letters)}: ${event}`),
    event,
  ];
  return clippings.map((clipping, index) => ({
    variant: run.variantIndex,
    ...clipping,
    texts: index === 0 ? texts : [],
  }));
}

/** Where a line that became NaN is marked: at its last height, or at the top beside summaries of epochs. */
function endOf(
  { run, ys }: MeasuredLine,
  { step }: Divergence,
  { definition, quantity }: ClippingInput,
  top: number,
): Point {
  const x = xOfStep(step, run, quantity) ?? 0;
  return { x, y: definition.points === 'epochs' || ys.length === 0 ? top : Math.min(ys[ys.length - 1], top) };
}

/** The highest point of a line, if it lies beyond the axis. */
function peakBeyond({ xs, ys }: MeasuredLine, top: number): Point | null {
  let highest = 0;
  for (let index = 1; index < ys.length; index++) if (ys[index] > ys[highest]) highest = index;
  return ys.length > 0 && ys[highest] > top ? { x: xs[highest], y: ys[highest] } : null;
}

/** "rises to 3e12 at step 41", and without the place. */
function peakTexts({ x, y }: Point, { points }: FigureDefinition, { kind, unit }: XAxisQuantity): [string, string] {
  const loss = formatLoss(y);
  if (kind === 'seconds') {
    const seconds = Number(x.toPrecision(3));
    return points === 'epochs'
      ? [l10n.t('mean {0} after {1} s', loss, seconds), l10n.t('mean {0}', loss)]
      : [l10n.t('rises to {0} after {1} s', loss, seconds), l10n.t('rises to {0}', loss)];
  }
  if (kind === 'samples') {
    const samples = formatCount(x);
    return points === 'epochs'
      ? [l10n.t('mean {0} after {1} samples', loss, samples), l10n.t('mean {0}', loss)]
      : [l10n.t('rises to {0} after {1} samples', loss, samples), l10n.t('rises to {0}', loss)];
  }
  if (points === 'epochs') return [l10n.t('mean {0} in epoch {1}', loss, x), l10n.t('mean {0}', loss)];
  const short = l10n.t('rises to {0}', loss);
  if (kind === 'rate') return [l10n.t('rises to {0} at a rate of {1}', loss, formatRate(x)), short];
  if (kind === 'epoch' || unit === 'epoch')
    return [l10n.t('rises to {0} in epoch {1}', loss, Number(x.toPrecision(3))), short];
  return [
    unit === 'row' ? l10n.t('rises to {0} in row {1}', loss, x) : l10n.t('rises to {0} at step {1}', loss, x),
    short,
  ];
}

/** "NaN at step 41" */
export function divergenceText({ kind, step }: Divergence, unit: XAxisQuantity['unit']): string {
  const word = kind === 'nan' ? 'NaN' : l10n.t('infinite');
  const shown = roundStep(step);
  switch (unit) {
    case 'step':
      return l10n.t('{0} at step {1}', word, shown);
    case 'epoch':
      return l10n.t('{0} in epoch {1}', word, shown);
    case 'row':
      return l10n.t('{0} in row {1}', word, shown);
  }
}

function countText(affected: number, runs: number, isGrouped: boolean): string {
  if (runs === 1) return '';
  if (isGrouped) {
    if (affected === runs) return ` ${runs === 2 ? l10n.t('(both runs)') : l10n.t('(all {0} runs)', runs)}`;
    return ` ${l10n.t('({0} of {1} runs)', affected, runs)}`;
  }
  if (affected === runs) return ` ${runs === 2 ? l10n.t('(both seeds)') : l10n.t('(all {0} seeds)', runs)}`;
  return ` ${l10n.t('({0} of {1} seeds)', affected, runs)}`;
}
