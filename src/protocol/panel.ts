import type { ExperimentRecord } from '../domain/experiment.ts';
import type { Finding } from '../domain/finding.ts';
import type { EpochSummary, RunState, Sample } from '../domain/run.ts';

/** A run as the panel shows it, but for its samples. */
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

/** What can be done with the experiment now. */
export interface PanelActions {
  readonly cancel: boolean;
  readonly resume: boolean;
}

/** How far a sweep is; null when it is not under way in this window. */
export interface PanelProgress {
  /** Share of all steps done, 0..1. */
  readonly done: number;
  /** Seconds since the start, and the estimate of those still to come (null before there is one). */
  readonly elapsed: number;
  readonly left: number | null;
  /** For people, for example "waits for the workers of another sweep". */
  readonly note: string | null;
}

/** From the extension host to the panel. Sent with structured clone: NaN and the infinities survive. */
export type PanelMessage =
  /** Everything of an experiment: at first, when the panel becomes visible again, or when another one is shown. */
  | {
      readonly type: 'hydrate';
      /** The experiment's folder, which names it. */
      readonly folder: string;
      readonly record: ExperimentRecord;
      readonly runs: readonly PanelRun[];
      /** By run; at most 2,000 points a metric. */
      readonly samples: readonly (readonly Sample[])[];
      readonly actions: PanelActions;
      readonly progress: PanelProgress | null;
    }
  /** What has changed since: whole runs replace those of the same index, samples are appended to them. */
  | {
      readonly type: 'update';
      readonly folder: string;
      readonly runs: readonly PanelRun[];
      readonly samples: readonly { readonly index: number; readonly samples: readonly Sample[] }[];
      readonly actions: PanelActions;
      readonly progress: PanelProgress | null;
    }
  /** There is no experiment to show (none was run yet, or the one shown was deleted or cannot be read). */
  | { readonly type: 'empty'; readonly text: string };

export type ExportKind = 'png' | 'svg' | 'csv' | 'vega-lite';

/** From the panel to the extension host. */
export type PanelRequest =
  /** The page is loaded and wants to be hydrated. */
  | { readonly type: 'ready' }
  /** All charts are drawn with what was sent so far. */
  | { readonly type: 'rendered'; readonly folder: string; readonly charts: number }
  | { readonly type: 'run' }
  | { readonly type: 'cancel'; readonly folder: string }
  | { readonly type: 'runAgain'; readonly folder: string }
  | { readonly type: 'resume'; readonly folder: string }
  | { readonly type: 'exportReport'; readonly folder: string }
  /** Save or copy a picture or data: text, or for PNG base64. */
  | { readonly type: 'export'; readonly kind: ExportKind; readonly to: 'file' | 'clipboard'; readonly name: string; readonly content: string }
  /** Something in the page went wrong; for the log. */
  | { readonly type: 'problem'; readonly message: string };
