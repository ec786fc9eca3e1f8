import type { AxisLimits } from './axisLimits.ts';
import type { ProgressUnit } from './progressUnit.ts';

/** A part of a plot, in the units of its axes. */
export interface Zoom {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** How a reader wants the curves drawn. */
export interface CurveView {
  /** Time constant of the smoothing, as a share of the horizontal axis; 0 for no smoothing. */
  readonly smoothingWindow: number;
  /** 'automatic' is logarithmic only for single measurements, and only where a linear axis would show the best line as zero. */
  readonly lossScale: 'linear' | 'log' | 'automatic';
  readonly timeScale: 'linear' | 'log';
  /** What the curves are drawn along where the runs know it; otherwise their own steps and epochs. */
  readonly unit: ProgressUnit;
  /** Whether the loss axis reaches as far as the losses do, however far one run went. */
  readonly showAllLosses: boolean;
  /** Ids of the variants that are left out. */
  readonly hidden: readonly string[];
  /** Ids of further variants whose curves are left out, but not what they are compared by: there are too many. */
  readonly undrawn: readonly string[];
  /** By the name of the figure. */
  readonly zooms: Readonly<Record<string, Zoom>>;
  /** By the name of the figure: where its axes end while it is not zoomed. */
  readonly limits: Readonly<Record<string, AxisLimits>>;
  /** Whether the measurements are drawn behind the smoothed lines. */
  readonly showsMeasurements: boolean;
  /** Most points of one line: before smoothing, smoothed, and of a seed's thin line beside its median. */
  readonly points: { readonly raw: number; readonly smoothed: number; readonly seed: number };
}

/** The default of CurveView.smoothingWindow. */
export const DEFAULT_SMOOTHING_WINDOW = 1 / 60;

/** How curves are drawn where the reader cannot change anything. */
export const DEFAULT_VIEW: CurveView = {
  smoothingWindow: DEFAULT_SMOOTHING_WINDOW,
  lossScale: 'automatic',
  timeScale: 'linear',
  unit: 'step',
  showAllLosses: false,
  hidden: [],
  undrawn: [],
  zooms: {},
  limits: {},
  showsMeasurements: true,
  // A smoothed line has no detail finer than its window.
  points: { raw: 2000, smoothed: 400, seed: 200 },
};
