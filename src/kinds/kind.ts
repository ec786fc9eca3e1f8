import type { ExperimentOverview } from '../domain/experiment.ts';
import type { Finding, Verdict } from '../domain/finding.ts';
import type { RunSpec } from '../domain/run.ts';
import type { RunFacts } from '../domain/runFacts.ts';
import type { RunSite } from '../domain/runSite.ts';
import type { Variant } from '../domain/variant.ts';
import type { FigureDefinition } from './figureDefinition.ts';

/** A run that an experiment will have. */
export interface PlannedRun {
  readonly variant: Variant;
  readonly seed: number | null;
  readonly facts: RunFacts;
  readonly spec: RunSpec | null;
  /** See RunRecord. */
  readonly site?: RunSite;
}

/** What an experiment will train. */
export interface Plan {
  /** Display name, for example the preset's. */
  readonly name: string;
  /** The preset that is run unchanged; null for one's own choice. */
  readonly preset: string | null;
  readonly variants: readonly Variant[];
  /** In the order in which they are started. */
  readonly runs: readonly PlannedRun[];
}

/** The outcome of an experiment, derived from its runs whenever it is needed. */
export interface KindSummary {
  readonly kind: string;
  /** By id of the variant; absent for variants without a verdict. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** Findings that only the comparison with other runs shows, by index of the run. */
  readonly comparisons: Readonly<Record<number, Finding>>;
  /** Set where a run is meant to end in a bad state, so that findings about its curve would mislead. */
  readonly expectsDivergence?: true;
  /** The rate that findings suggest, by id of the variant. */
  readonly suggestedRates: Readonly<Record<string, number>>;
}

/** A value on a logarithmic scale with a good zone. */
export interface ScaleEntry {
  readonly variant: string;
  readonly value: number;
  /** "0.01" */
  readonly label: string;
  /** "too low", "just right", "not known yet". */
  readonly assessment: string;
  /** Whether a run with this value has a result. */
  readonly known: boolean;
}

/** Where the values that were tried lie, and which of them are good. */
export interface ValueScale {
  /** Names the scale where an experiment has several; empty otherwise. */
  readonly label: string;
  readonly entries: readonly ScaleEntry[];
  readonly zone: { readonly low: number; readonly high: number; readonly label: string };
  /** The value that is suggested; null if none is. */
  readonly chosen: number | null;
  readonly lowLabel: string;
  readonly highLabel: string;
}

/** Results in rows, the best first. */
export interface ResultTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    /** Whose colour the row has; null if it is of none. */
    readonly variant: string | null;
    /** One a column. */
    readonly cells: readonly string[];
  }[];
  /** How to read it, and the rules that its words follow. */
  readonly note: string;
}

/** What to ask a sweep next: rates closer to its best one, or rates beyond the end at which that lies. */
export type FollowUpName = 'refine' | 'widen';

/** An experiment to start where this one has ended. */
export interface FollowUp {
  readonly name: FollowUpName;
  /** Names the button that starts it: "Refine Around 0.01". */
  readonly label: string;
}

/** The texts that describe an experiment. */
export interface Description {
  /** "Slow, Fast, or Furious" */
  readonly title: string;
  /** What was trained: "MNIST CNN with Adam, batch 64". */
  readonly subject: string;
  /** How much of it: "10,000 images", "3 epochs", "7 rates". */
  readonly amounts: readonly string[];
  /** The result in a few words for a line of a list: "best at 0.01"; null while there is none. */
  readonly outcome: string | null;
  /** The result at the head of panel and report. */
  readonly answer: {
    readonly title: string;
    readonly value: string | null;
    readonly detail: string;
  };
  readonly scales: readonly ValueScale[];
  /** What is compared, in numbers; absent where the table of runs says it all, null while there is nothing to compare. */
  readonly table?: ResultTable | null;
  /** Warnings about the answer, in sentences. */
  readonly notes: readonly string[];
  /** How far the result holds; null where nothing needs to be said. */
  readonly caveat: string | null;
  /** What to start next, the likeliest first; absent for kinds that nothing follows. */
  readonly followUps?: readonly FollowUp[];
  /** The command that runs it again; null for what cannot be run. */
  readonly command: string | null;
}

/**
 * A kind of experiment: how it is planned, and how its results are summarized, drawn and described. Pure. A new kind is a
 * file with one of these and an entry in KINDS.
 */
export interface Kind<Choice, Summary extends KindSummary> {
  /** What lists call experiments of this kind: "Sweeps". */
  plural(): string;
  /** Whether summarize and describe read the series of the runs; lists do without them otherwise. */
  readonly needsSeries: boolean;
  /**
   * Plans the runs.
   * @throws RangeError with a sentence that names what is out of range
   */
  plan(choice: Choice): Plan;
  /**
   * Plans another run when all have ended, for kinds whose runs follow from the results of those before; null when no more is to be
   * trained. Absent where all runs are planned at once.
   */
  next?(experiment: ExperimentOverview): PlannedRun | null;
  /** Judges the runs that have ended; those under way are left out until they have. */
  summarize(experiment: ExperimentOverview): Summary;
  /** In the order in which they are shown. */
  figures(experiment: ExperimentOverview, summary: Summary): readonly FigureDefinition[];
  /** @param isRunning whether more results will come by themselves */
  describe(experiment: ExperimentOverview, summary: Summary, isRunning: boolean): Description;
}
