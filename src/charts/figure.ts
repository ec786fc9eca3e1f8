import type { Point } from './smoothing.ts';

/** A point of a run's line. */
export interface SeedPoint extends Point {
  /** Index into the rates of the curves, ascending. */
  readonly rate: number;
  readonly seed: number;
}

/** A point of a rate's bold line: the median over its seeds, or its only run. */
export interface RatePoint extends Point {
  readonly rate: number;
}

/** Where a line leaves the picture: it becomes NaN, or goes beyond the axis. */
export interface Stop extends Point {
  readonly rate: number;
  readonly kind: 'nan' | 'beyond';
  /** Written once a rate, "0.3: goes to 3e12 at step 40, NaN at step 41 (2 of 3 seeds)"; empty for its other stops. */
  readonly text: string;
  /** For narrow charts. */
  readonly shortText: string;
}

export interface Axis {
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly scale: 'linear' | 'log';
  /** How numbers are written, in d3-format. */
  readonly format: string;
}

/** One picture, as data: which lines, marks and axes, but not how they look. */
export interface Figure {
  readonly title: string;
  /** Sentences that say what is drawn and how to read it. */
  readonly caption: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly bold: readonly RatePoint[];
  /** One thin line a seed; empty when every rate has one. */
  readonly seeds: readonly SeedPoint[];
  /** Measurements before smoothing. */
  readonly raw: readonly SeedPoint[];
  readonly article: readonly RatePoint[];
  readonly stops: readonly Stop[];
  /** A level to compare with, such as guessing. */
  readonly reference: { readonly y: number; readonly label: string } | null;
  /** Whether single points are to be seen: there are few and each is a measurement. */
  readonly dots: boolean;
  /** Sentences about what the chosen axes cannot show. */
  readonly notes: readonly string[];
}

/** The three figures of a sweep. */
export type FigureName = 'lossByEpoch' | 'accuracyByEpoch' | 'lossByStep';
