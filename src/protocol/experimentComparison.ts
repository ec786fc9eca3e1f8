import type { StepUnit } from '../domain/runFacts.ts';

/** An experiment among others, in words. */
export interface ComparedExperiment {
  /** Absolute path of its folder. */
  readonly folder: string;
  /** One a column. */
  readonly cells: readonly string[];
}

/** The final loss against the rate, of an experiment or of one of the groups that it is made of. */
export interface ScoreLine {
  readonly label: string;
  /** By ascending rate; the loss is the median of the seeds, null where it is not finite. */
  readonly points: readonly { readonly rate: number; readonly loss: number | null }[];
  readonly zone: { readonly low: number; readonly high: number } | null;
}

/** The loss of a run of another program, step by step. */
export interface LossCurve {
  readonly label: string;
  /** What its steps are. */
  readonly unit: StepUnit;
  /** By ascending step, up to the first loss that is not finite. */
  readonly points: readonly { readonly step: number; readonly loss: number }[];
  /** The step of the first loss that is not finite; null if all are. */
  readonly brokenAt: number | null;
}

/** Experiments side by side. */
export interface ExperimentComparison {
  readonly columns: readonly string[];
  readonly experiments: readonly ComparedExperiment[];
  readonly lines: readonly ScoreLine[];
  readonly curves: readonly LossCurve[];
  /** How the runs of other programs ended, the newest last, in a sentence; null if there are not several. */
  readonly outcome: string | null;
  /** Why experiments that were chosen are missing, in sentences. */
  readonly problems: readonly string[];
}

/** From the extension host to the page Compare Experiments. */
export interface ComparisonMessage {
  readonly type: 'comparison';
  readonly comparison: ExperimentComparison;
}

/** From the page to the extension host. */
export type ExperimentComparisonRequest =
  | { readonly type: 'ready' }
  /** Show an experiment in the panel. */
  | { readonly type: 'open'; readonly folder: string }
  | { readonly type: 'rendered' }
  | { readonly type: 'problem'; readonly message: string };
