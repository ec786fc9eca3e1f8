import type { Metric } from '../domain/series.ts';

/**
 * What is drawn along the horizontal axis: epochs, steps in the unit of the run, the learning rate of each step, or what a reader may
 * choose in place of epochs and steps, the training samples so far or the seconds of training.
 */
export type FigureX = 'epoch' | 'step' | 'rate' | 'samples' | 'seconds';

/** One line per run in a figure, or per variant where several seeds have a median. */
export interface FigureLine {
  readonly metric: Metric;
  /** Names the line where a figure has several: "validation". The first line of a figure is solid, further ones are dashed. */
  readonly label: string;
  /** Set for rates, which are reported only when they change: the run's own at first, then the same until the next report. */
  readonly isHeld?: true;
}

/** Numbers that somebody published for the same runs, drawn beside them. */
export interface PublishedPoint {
  /** Id of the variant. */
  readonly variant: string;
  readonly x: number;
  readonly y: number;
}

/** Something to point out in a figure: at one place of the horizontal axis, or along a part of it. */
export interface FigureMark {
  readonly from: number;
  /** The same as `from` for a single place. */
  readonly to: number;
  /** Written above the plot; empty for a mark that is only a flag. */
  readonly label: string;
  /** 'good' is no finding: it is where one wants to be. */
  readonly severity: 'error' | 'warning' | 'information' | 'hint' | 'good';
  /** Index of the variant whose finding it is; absent where it is of none, or no other is shown. */
  readonly variant?: number;
  /** The whole sentence of a finding, told where its mark is read. */
  readonly detail?: string;
}

/** A straight line over a heat map, to compare with. */
export interface FigureGuide {
  /** Solid for what was measured, dashed and dotted for rules. */
  readonly style: 'solid' | 'dashed' | 'dotted';
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
}

/** A figure of an experiment as data: what it shows, not how it looks. */
export interface FigureDefinition {
  /** Unique in its experiment; names the figure in settings, exports and tests. */
  readonly name: string;
  readonly title: string;
  /** How to read it, in one or two short sentences. */
  readonly help: string;
  /** What exactly is drawn, in a sentence; notes about axes and seeds are added to it. */
  readonly caption: string;
  readonly x: { readonly kind: FigureX; readonly title: string; readonly scale: 'linear' | 'log' };
  readonly y: {
    readonly title: string;
    /** A loss gets an axis that one exploding run cannot stretch; a share runs from 0 to 100 %. */
    readonly kind: 'loss' | 'share' | 'rate' | 'number';
    /** Where the figure wants another scale than the reader's choice. */
    readonly scale?: 'linear' | 'log';
    /** Of a share: high unless this says otherwise. Of everything else low is best. */
    readonly best?: 'low';
  };
  /** Whether each point is the summary of an epoch, a single measurement, the final loss of a run, or that of a variant in a heat map. */
  readonly points: 'epochs' | 'samples' | 'runs' | 'cells';
  readonly lines: readonly FigureLine[];
  /** A level to compare with, such as guessing. */
  readonly reference: { readonly y: number; readonly label: string } | null;
  readonly published: readonly PublishedPoint[];
  /** The title of the article that published them; null if there is none. */
  readonly article: string | null;
  readonly marks: readonly FigureMark[];
  /** Where runs are compared in several groups, the good rates of each, which are shaded along its line; see groupId. */
  readonly zones?: readonly { readonly group: string; readonly low: number; readonly high: number }[];
  /** Over a heat map: lines, and the places that they belong to. */
  readonly guides?: readonly FigureGuide[];
  readonly bests?: readonly { readonly x: number; readonly y: number }[];
  /** Set where the findings of the runs that are shown are marked at their steps. */
  readonly showsFindings?: true;
}
