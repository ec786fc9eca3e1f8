import type { StepUnit } from '../domain/runFacts.ts';
import type { FigureGuide, FigureMark, FigureX } from '../kinds/figureDefinition.ts';

/** A point in the units of the axes. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A point of a variant's line: the median over its runs, or its only run. */
export interface VariantPoint extends Point {
  /** Index into the variants of the curves. */
  readonly variant: number;
  /** Index into the figure's lines. */
  readonly line: number;
}

/** A point of one run's line. */
export interface RunPoint extends VariantPoint {
  /** Index of the run. */
  readonly run: number;
  readonly seed: number | null;
}

/** The final loss of a run, or its loss so far. */
export interface FinalLoss extends RunPoint {
  readonly isFinal: boolean;
}

/** What the runs of a variant amount to: the median of their losses, in a line through the variants that are equal but for the rate. */
export interface ComparedVariant extends VariantPoint {
  /** The variant that the line begins with. */
  readonly group: number;
  /** The lowest and the highest loss of its runs; the end of the axis stands for what lies beyond. */
  readonly low: number;
  readonly high: number;
  /** Whether its rate is good for its group, in a figure that shades that. */
  readonly isInZone: boolean;
  /** "0.0712", "0.0712 (0.069 to 0.0745; 1 of 3 seeds diverged)", "NaN at step 41". */
  readonly text: string;
}

/** Runs compared by their final losses. */
export interface Comparison {
  /** Whether there are several lines with colours of their own, which the points have too. */
  readonly isGrouped: boolean;
  /** Line by line, by ascending rate; only variants of which a loss is known. */
  readonly variants: readonly ComparedVariant[];
  /** Of runs that neither diverged nor lie beyond the axis. */
  readonly losses: readonly FinalLoss[];
}

/** The rectangle of a variant in a heat map. */
export interface HeatCell extends Point {
  readonly variant: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
  /** Median of its runs; null if they diverged. */
  readonly loss: number | null;
  /** 1 for the best loss, 0 for one that is no lower than before training. */
  readonly quality: number;
  readonly label: string;
}

/** A heat map, and what is drawn over it. */
export interface HeatMap {
  /** What the cells show. */
  readonly valueTitle: string;
  readonly cells: readonly HeatCell[];
  readonly guides: readonly FigureGuide[];
  readonly bests: readonly Point[];
}

/** Where a line leaves the plot: it becomes NaN, or goes beyond the axis. */
export interface AxisClipping extends Point {
  readonly variant: number;
  readonly kind: 'nan' | 'beyond';
  /**
   * What is written once a variant, the longest first: "0.3: rises to 3e12 at step 40, NaN at step 41 (2 of 3 seeds)", for less room
   * "0.3: NaN at step 41", for little "NaN at step 41". Empty for its other clippings.
   */
  readonly texts: readonly string[];
}

/** Numbers are written as formatRate does. */
export const RATE_FORMAT = 'rate';

export interface Axis {
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly scale: 'linear' | 'log';
  /** How numbers are written: in d3-format, or RATE_FORMAT. */
  readonly format: string;
  /** The only ticks of a logarithmic axis; by default round numbers. */
  readonly ticks?: readonly number[];
}

/** What the horizontal axis of a figure counts. */
export interface XAxisQuantity {
  readonly kind: FigureX;
  /** What a step of the runs is. */
  readonly unit: StepUnit;
  /** Null where it is unknown, or not the same in all runs. */
  readonly stepsPerEpoch: number | null;
}

/** One figure, ready to be drawn: which lines, marks and axes, but not how they look. Without NaN or infinities, so that it survives JSON. */
export interface Figure {
  readonly name: string;
  readonly title: string;
  /** How to read it. */
  readonly help: string;
  /** Sentences that say what is drawn. */
  readonly caption: string;
  readonly x: Axis;
  readonly quantity: XAxisQuantity;
  readonly y: Axis;
  /** What each line of a run is called; more than one is told apart by dashes. */
  readonly lines: readonly string[];
  /** One bold line a variant. */
  readonly main: readonly VariantPoint[];
  /** One thin line a run; empty when every variant has one run. */
  readonly seeds: readonly RunPoint[];
  /** Measurements before smoothing. */
  readonly raw: readonly RunPoint[];
  /** Numbers that an article published. */
  readonly published: readonly VariantPoint[];
  readonly clippings: readonly AxisClipping[];
  readonly marks: readonly FigureMark[];
  /** A level to compare with, such as guessing. */
  readonly reference: { readonly y: number; readonly label: string } | null;
  /** Whether single points are shown: there are few, and each is a measurement. */
  readonly dots: boolean;
  /** Null where the figure draws curves. */
  readonly comparison: Comparison | null;
  /** What each run is called, where a line stands for several that differ in more than their seed. */
  readonly runNames?: readonly string[];
  /** Set where each of what is compared has a cell in place of a point. */
  readonly heatMap?: HeatMap;
  /** Sentences about what the chosen axes cannot show. */
  readonly notes: readonly string[];
}
