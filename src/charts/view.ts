import type { FigureName } from './figure.ts';

/** A part of a picture, in the units of its axes. */
export interface Zoom {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** How a reader wants the curves drawn. */
export interface CurveView {
  /** The smoothed line remembers this share of all steps; 0 for no smoothing. */
  readonly memoryShare: number;
  /** 'fitting' is logarithmic only for the loss by step, and only where a linear axis would show the best line as zero. */
  readonly lossScale: 'linear' | 'log' | 'fitting';
  readonly timeScale: 'linear' | 'log';
  /** Whether the loss axis reaches as far as the losses do, however far one run went. */
  readonly whole: boolean;
  /** Learning rates that are left out. */
  readonly hidden: readonly number[];
  readonly zooms: Readonly<Partial<Record<FigureName, Zoom>>>;
  /** Most points of one line: before smoothing, smoothed, and of a seed's thin line beside its median. */
  readonly points: { readonly raw: number; readonly smoothed: number; readonly seed: number };
}

/** What a smoothed line remembers unless somebody wishes otherwise. */
export const USUAL_MEMORY = 1 / 60;

/** How curves are drawn where nobody can change anything. */
export const AS_PRINTED: CurveView = {
  memoryShare: USUAL_MEMORY,
  lossScale: 'fitting',
  timeScale: 'linear',
  whole: false,
  hidden: [],
  zooms: {},
  // A smoothed line has no detail finer than its memory.
  points: { raw: 2000, smoothed: 400, seed: 200 },
};
