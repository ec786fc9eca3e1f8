import type { ExperimentRecord } from '../domain/experiment.ts';
import type { Finding } from '../domain/finding.ts';
import type { EpochSummary, RunState } from '../domain/run.ts';
import type { SweepSummary } from '../domain/sweepSummary.ts';

/** A run as the panel shows it, but for its losses. */
export interface PanelRun {
  readonly index: number;
  readonly state: RunState;
  readonly elsewhere: boolean;
  /** Why it ended otherwise than finished. */
  readonly reason: string | null;
  readonly epochs: readonly EpochSummary[];
  readonly initialLoss: number | null;
  /** Mean training loss of the last tenth of the steps; null before the end. */
  readonly score: number | null;
  readonly imagesPerSecond: number | null;
  readonly engine: string | null;
  readonly findings: readonly Finding[];
  /** Share of the steps done, 0..1. */
  readonly progress: number;
}

/** A run that has changed: of its epochs only those that the panel does not have. */
export interface PanelRunUpdate extends PanelRun {
  /** So many of the epochs known before stay, and `epochs` follow them. */
  readonly keptEpochs: number;
}

/** The training loss of a run, measured at these steps. Typed arrays travel as they are, NaN and the infinities included. */
export interface LossSeries {
  readonly steps: Float64Array;
  readonly losses: Float64Array;
}

/** What became known of a run's loss: appended to what was sent before, or in its place. */
export interface LossUpdate extends LossSeries {
  readonly index: number;
  readonly replace: boolean;
}

/** What can be done with the experiment now. */
export interface PanelActions {
  readonly cancel: boolean;
  readonly resume: boolean;
}

/** How far a sweep is; null when it is not under way. */
export interface PanelProgress {
  /** Share of all steps done, 0..1. */
  readonly done: number;
  /** Estimate of the seconds still to come; null before there is one. */
  readonly left: number | null;
  /** For people, for example "Waits for the workers of another sweep." */
  readonly note: string | null;
}

/** What may change while a sweep is under way, but for the runs. */
interface PanelStanding {
  /** The experiment's folder, which names it. */
  readonly folder: string;
  readonly actions: PanelActions;
  readonly progress: PanelProgress | null;
  readonly summary: SweepSummary;
}

/** From the extension host to the panel, packed by packMessage. */
export type PanelMessage =
  /** Everything of an experiment: at first, when the panel becomes visible again, or when another one is shown. */
  | (PanelStanding & {
      readonly type: 'hydrate';
      readonly record: ExperimentRecord;
      /** What the experiment is called here as in all lists. */
      readonly title: string;
      /** In the order of their indices. */
      readonly runs: readonly PanelRun[];
      /** By run; at most 2,000 points each. */
      readonly losses: readonly LossUpdate[];
    })
  /** What has changed since. */
  | (PanelStanding & {
      readonly type: 'update';
      readonly runs: readonly PanelRunUpdate[];
      readonly losses: readonly LossUpdate[];
    })
  /** There is no experiment to show: none was run yet, or the one shown was deleted or cannot be read, as `problem` says. */
  | { readonly type: 'empty'; readonly problem: string | null };

export type ExportKind = 'png' | 'svg' | 'csv' | 'vega-lite';

/** From the panel to the extension host. */
export type PanelRequest =
  /** The page is loaded and wants to be hydrated. */
  | { readonly type: 'ready' }
  /** All charts are drawn with what was sent so far; no folder for the empty state. */
  | { readonly type: 'rendered'; readonly folder: string | null; readonly charts: number }
  | { readonly type: 'run' }
  | { readonly type: 'cancel'; readonly folder: string }
  | { readonly type: 'runAgain'; readonly folder: string }
  | { readonly type: 'resume'; readonly folder: string }
  | { readonly type: 'exportReport'; readonly folder: string }
  /** Save or copy a picture or data: text, or for PNG base64, which can only be saved. */
  | {
      readonly type: 'export';
      readonly kind: ExportKind;
      readonly to: 'file' | 'clipboard';
      readonly name: string;
      readonly content: string;
    }
  /** Something in the page went wrong; for the log. */
  | { readonly type: 'problem'; readonly message: string };

/** What the page keeps over a reload of the window, as the host reads it. */
export interface PanelState {
  readonly folder: string | null;
}
