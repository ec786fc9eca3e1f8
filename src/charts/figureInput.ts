import type { FigureDefinition } from '../kinds/figureDefinition.ts';
import type { AxisLimits } from './axisLimits.ts';
import type { ShownRun } from './curveRun.ts';
import type { CurveVariant } from './curveVariant.ts';
import type { Figure, XAxisQuantity } from './figure.ts';
import type { MeasuredLine } from './measuredLine.ts';
import type { CurveView } from './view.ts';

/** Where a loss axis ends. */
export interface LossAxisEnd {
  readonly top: number;
  /** Which losses `top` follows from; null before any was measured. */
  readonly basis: 'before-training' | 'first' | null;
}

/** Everything that a figure is created from. */
export interface FigureInput {
  readonly definition: FigureDefinition;
  readonly view: CurveView;
  readonly limits: AxisLimits;
  readonly variants: readonly CurveVariant[];
  /** With those of hidden variants. */
  readonly runs: readonly ShownRun[];
  readonly quantity: XAxisQuantity;
  /** Of all runs where the horizontal axis depends on them, see dependsOnLines; otherwise without those of hidden variants. */
  readonly allLines: readonly MeasuredLine[];
  /** Without those of hidden variants. */
  readonly lines: readonly MeasuredLine[];
  readonly lossEnd: LossAxisEnd;
  /** Whether a variant has several runs, which are drawn thin beside their median. */
  readonly hasSeeds: boolean;
  /** Whether the variants are groups of runs that differ in more than their seed. */
  readonly isGrouped: boolean;
}

/** The parts of a figure that differ between summaries of epochs and single measurements. */
export type FigureBody = Pick<
  Figure,
  'x' | 'y' | 'main' | 'seeds' | 'raw' | 'clippings' | 'dots' | 'comparison' | 'heatMap'
> & {
  /** Sentences that are added to the caption. */
  readonly remarks: readonly string[];
  /** Explains where the vertical axis ends; empty where that needs no explanation. */
  readonly axisRemark: string;
};
