import * as l10n from '@vscode/l10n';
import { median } from '../domain/score.ts';
import { axisClippings } from './axisClipping.ts';
import type { ShownRun } from './curveRun.ts';
import type { RunPoint, VariantPoint } from './figure.ts';
import { horizontalAxis, lossAxis, plainAxis } from './figureAxes.ts';
import type { FigureBody, FigureInput } from './figureInput.ts';
import { groupBy } from './groupBy.ts';
import { seedsNote } from './figureNotes.ts';
import type { MeasuredLine } from './measuredLine.ts';
import { groupLines, medianLine, worstOf } from './medianLine.ts';

/** So many variants that are missing are named. */
const MAX_NAMED = 12;

/** A figure with a point an epoch. */
export function epochFigure(input: FigureInput): FigureBody {
  const { definition, view, lines, allLines, runs, quantity, hasSeeds } = input;
  const worst = worstOf(definition.y);
  const main = groupLines(lines).flatMap((group) => medianOf(group, worst));
  const seeds = hasSeeds ? lines.flatMap(pointsOf) : [];
  const heights = [...main, ...seeds].map(({ y }) => y);
  const range = { lowest: Math.min(...heights), highest: Math.max(...heights) };
  const isLoss = definition.y.kind === 'loss';
  const scale = definition.y.scale ?? (view.lossScale === 'log' ? 'log' : 'linear');
  const { axis, top, caption } = isLoss ? lossAxis(input, range, scale) : plainAxis(input, range);
  return {
    x: horizontalAxis(definition, quantity, runs, allLines, view),
    y: axis,
    main,
    seeds,
    raw: [],
    clippings: isLoss ? axisClippings(input, top) : [],
    dots: true,
    comparison: null,
    remarks: [seedsNote(input), isLoss ? '' : missingNote(input, main)],
    axisRemark: caption,
  };
}

function medianOf(lines: readonly MeasuredLine[], worst: number): VariantPoint[] {
  const places = Array.from({ length: Math.max(...lines.map(({ xs }) => xs.length)) }, (_, index) => index);
  const medians = medianLine(lines, places, ({ ys }, index) => ys[index] ?? null, worst);
  // Epochs have the same number in all runs, but end after more seconds in some.
  return medians.map(({ x: index, ...point }) => ({ ...point, x: median(lines.flatMap(({ xs }) => xs[index] ?? [])) }));
}

function pointsOf({ run, line, xs, ys }: MeasuredLine): RunPoint[] {
  return Array.from(xs, (x, index) => ({
    x,
    y: ys[index],
    variant: run.variantIndex,
    line,
    run: run.index,
    seed: run.seed,
  }));
}

/** Variants whose runs have all trained and ended without a test. */
function missingNote({ variants, runs, view }: FigureInput, main: readonly VariantPoint[]): string {
  const drawn = new Set(main.map(({ variant }) => variant));
  const hidden = new Set(view.hidden);
  const runsByVariant = groupBy(runs, ({ variant }) => variant);
  const missing = variants.filter(({ id }, index) => {
    const own = hidden.has(id) ? [] : (runsByVariant.get(id) ?? []);
    return own.length > 0 && own.every(hasTrained) && !drawn.has(index);
  });
  if (missing.length === 0) return '';
  const labels = missing.slice(0, MAX_NAMED).map(({ label }) => label);
  const more = missing.length - labels.length;
  return l10n.t(
    'Not drawn, because their runs diverged or ended before the first test: {0}.',
    [...labels, ...(more > 0 ? [l10n.t('and {0} more', more)] : [])].join(', '),
  );
}

/** Whether a run has ended after it trained: of one that never began there was nothing to be tested. */
function hasTrained({ ended, series: { loss } }: ShownRun): boolean {
  return ended && loss !== undefined && loss.steps.some((step) => step > 0);
}
