import type { ExperimentRecord } from '../domain/experiment.ts';
import type { Finding, Symptom } from '../domain/finding.ts';
import type { EpochSummary, RunState } from '../domain/run.ts';
import type { RunFacts } from '../domain/runFacts.ts';
import type { Metric, Series } from '../domain/series.ts';
import type { Variant } from '../domain/variant.ts';
import type { FigureDefinition } from '../kinds/figureDefinition.ts';
import type { Description, FollowUpName } from '../kinds/kind.ts';
import type { Summary } from '../kinds/kinds.ts';
import type { ProbedRun } from '../kinds/probe/choice.ts';
import type { RunChange } from '../kinds/sweep/choice.ts';

/** A run as the panel shows it, but for what it has measured. */
export interface PanelRun {
  readonly index: number;
  /** Id of its variant. */
  readonly variant: string;
  readonly seed: number | null;
  readonly facts: RunFacts;
  readonly state: RunState;
  readonly elsewhere: boolean;
  /** Why it ended otherwise than finished. */
  readonly reason: string | null;
  readonly epochs: readonly EpochSummary[];
  readonly initialLoss: number | null;
  /** Final training loss, see scoreOf; null before the end. */
  readonly score: number | null;
  readonly imagesPerSecond: number | null;
  readonly engine: string | null;
  /** What its own curve shows. */
  readonly findings: readonly Finding[];
  /** Share of its work that is done, 0..1, by default of its steps; null if nobody knows how many there will be. */
  readonly progress: number | null;
  readonly newestStep: number;
  /** What it does now where that is no step, for people; null otherwise. */
  readonly activity: string | null;
}

/** A run that is new or has changed: of its epochs only those that the panel does not have. */
export interface PanelRunUpdate extends PanelRun {
  /** So many of the epochs known before stay, and `epochs` follow them. */
  readonly keptEpochs: number;
}

/** One metric of a run. Typed arrays travel as they are, NaN and the infinities included. */
export interface PanelSeries extends Series {
  readonly index: number;
  readonly metric: Metric;
}

/** What became known of one metric of a run. */
export interface SeriesUpdate extends PanelSeries {
  /** So many of the points known before stay, and these follow them. */
  readonly kept: number;
}

/** A part of a figure that the reader has zoomed into. */
export interface FigurePart {
  /** Name of the figure. */
  readonly figure: string;
  /** The first and the last step that is seen. */
  readonly steps: readonly [first: number, last: number];
}

/** What can be done with the experiment now. */
export interface PanelActions {
  readonly cancel: boolean;
  readonly resume: boolean;
  readonly runAgain: boolean;
}

/** How far a training is. */
export interface PanelProgress {
  /** Share of all steps done, 0..1; null where nobody knows how many there are. */
  readonly done: number | null;
  /** Estimate of the seconds left, with the runs that follow; null before there is one. */
  readonly left: number | null;
  /** Runs that are trained when this experiment has ended, unless its results are against it; absent where there are none. */
  readonly following?: number;
  /** For people, for example "Waiting for another experiment to finish." */
  readonly note: string | null;
}

/** What may change while an experiment is running, but for the runs. */
export interface PanelParts {
  /** In the order of colours and legends. */
  readonly variants: readonly Variant[];
  readonly actions: PanelActions;
  /** Null when the experiment is not running. */
  readonly progress: PanelProgress | null;
  readonly summary: Summary;
  readonly description: Description;
  /** With those of the metrics that the reader has chosen. */
  readonly figures: readonly FigureDefinition[];
  /** What was measured beside what the figures of the experiment's kind draw, by name. */
  readonly metrics: readonly Metric[];
}

/** What a user has clicked in a list. */
export interface PanelSelection {
  /** Id of the variant. */
  readonly variant: string;
  /** Index of the run; null for all of the variant. */
  readonly run: number | null;
  /** Where its curves are to be read; absent for nowhere. */
  readonly step?: number;
}

/** From the extension host to the panel, packed by packMessage. */
export type PanelMessage =
  /** Everything of an experiment: at first, when the panel becomes visible again, or when another one is shown. */
  | (PanelParts & {
      readonly type: 'hydrate';
      /** The experiment's folder, which names it. */
      readonly folder: string;
      readonly record: ExperimentRecord;
      /** By ascending index. */
      readonly runs: readonly PanelRun[];
      readonly series: readonly SeriesUpdate[];
    })
  /** What has changed since; parts that have not are left out. */
  | (Partial<PanelParts> & {
      readonly type: 'update';
      readonly folder: string;
      readonly runs: readonly PanelRunUpdate[];
      readonly series: readonly SeriesUpdate[];
    })
  /** The lines of a part of a figure, in as much detail as can be seen. Asked for by the page; empty if there is no more detail. */
  | (FigurePart & { readonly type: 'detail'; readonly folder: string; readonly series: readonly PanelSeries[] })
  /** Show one variant of the experiment alone, or everything again. */
  | { readonly type: 'select'; readonly folder: string; readonly selection: PanelSelection | null }
  /** There is no experiment to show: none was run yet, or the one shown was deleted or cannot be read, as `problem` says. */
  | { readonly type: 'empty'; readonly problem: string | null };

export type ExportKind = 'png' | 'svg' | 'csv' | 'vega-lite';

/** From the panel to the extension host. */
export type PanelRequest =
  /** The page is loaded and wants to be hydrated. */
  | { readonly type: 'ready' }
  /** All charts in view are drawn with what was sent so far; no folder for the empty state. */
  | { readonly type: 'rendered'; readonly folder: string | null }
  /** The page shows a part of a figure: about `points` of each line can be told apart there. */
  | (FigurePart & { readonly type: 'detail'; readonly folder: string; readonly points: number })
  /** The reader wants charts of these metrics too. */
  | { readonly type: 'metrics'; readonly folder: string; readonly metrics: readonly Metric[] }
  | { readonly type: 'run' | 'find' | 'new' | 'learn' }
  | { readonly type: 'cancel'; readonly folder: string }
  | { readonly type: 'runAgain'; readonly folder: string }
  | { readonly type: 'runWith'; readonly folder: string; readonly change: RunChange }
  | { readonly type: 'probe'; readonly folder: string; readonly run: ProbedRun }
  /** Sweep the rates around one that a range test suggests, or its confirmation. */
  | { readonly type: 'sweepAround'; readonly folder: string; readonly rate: number }
  /** Go on where a sweep has ended, as its description offers. */
  | { readonly type: 'followUp'; readonly folder: string; readonly name: FollowUpName }
  | { readonly type: 'resume'; readonly folder: string }
  | { readonly type: 'exportReport'; readonly folder: string }
  | { readonly type: 'copyRate'; readonly rate: number }
  /** Open the training logs that were dropped on the page. */
  | { readonly type: 'openLogs'; readonly uris: readonly string[] }
  /** Open the page about a symptom. */
  | { readonly type: 'explain'; readonly symptom: Symptom }
  /** Show it in the panel; asked for by the Loss view. */
  | { readonly type: 'openPanel'; readonly folder: string }
  /** Save or copy a chart or its data: text, or for PNG base64, which can only be saved. */
  | {
      readonly type: 'export';
      readonly kind: ExportKind;
      readonly to: 'file' | 'clipboard';
      readonly name: string;
      readonly content: string;
    }
  /** Something in the page went wrong; for the log. */
  | { readonly type: 'problem'; readonly message: string };

/** What a page keeps over a reload of the window, as the host reads it. */
export interface PanelState {
  readonly folder: string | null;
}
