import type { RunResult, RunSpec, RunState } from './run.ts';
import type { RunFacts } from './runFacts.ts';
import type { RunSite } from './runSite.ts';
import type { Variant } from './variant.ts';

/** What an experiment is about: the built-in networks, a program that was started, or a log that was only read. */
export type Subject = 'built-in' | 'program' | 'log';

/** What the user has added to an experiment; it may change at any time. */
export interface Annotation {
  /** What it was renamed to; absent where it is shown by the title that its kind gives it. */
  readonly title?: string;
  readonly starred?: true;
  /** A text of the user's own. */
  readonly note?: string;
}

/** experiment.json: what was asked for. Written before the first run; only its annotation may change after that. */
export interface ExperimentRecord extends Annotation {
  /** Version of the folder's format. */
  readonly format: 1;
  /** Name of its entry in KINDS. */
  readonly kind: string;
  /** Display name, for example the preset's. */
  readonly name: string;
  /** The preset that was run, whose article's results are shown beside it; null for one's own choice. */
  readonly preset: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly subject: Subject;
  /** What its kind planned it from, so that it can be run again; null for what is only read. */
  readonly choice: unknown;
  /** Who trains its runs, see Runner; null for what is only read. */
  readonly runner: string | null;
  /** The planned variants, in their order; runs that appear later may bring further ones. */
  readonly variants: readonly Variant[];
  /** Absolute path of the log that it was read from; null for what was trained here. */
  readonly source: string | null;
  readonly versions: Readonly<Record<string, string>>;
}

/** run.json: what is known of a run before it starts. */
export interface RunRecord {
  readonly variant: Variant;
  readonly seed: number | null;
  readonly facts: RunFacts;
  /** Of a run by the built-in engines. */
  readonly spec: RunSpec | null;
  /** The number in the program that set its rate, where another program trains and that is known. */
  readonly site?: RunSite;
}

/** One run of an experiment: what was asked, its state, and its result once it has one. */
export interface RunOverview {
  readonly index: number;
  /** Id of its variant. */
  readonly variant: string;
  readonly seed: number | null;
  readonly facts: RunFacts;
  readonly spec: RunSpec | null;
  /** See RunRecord. */
  readonly site?: RunSite;
  readonly state: RunState;
  /** Whether another window or machine works on it: it can be watched here. */
  readonly elsewhere: boolean;
  readonly result: RunResult | null;
}

/** An experiment with everything that lists, reports and panels show of it. */
export interface ExperimentOverview {
  readonly record: ExperimentRecord;
  /** In the order of colours and legends. */
  readonly variants: readonly Variant[];
  /** By ascending index. */
  readonly runs: readonly RunOverview[];
}

/** The runs of a variant, by ascending index. */
export function runsOf<R extends { readonly variant: string }>(runs: readonly R[], { id }: Variant): R[] {
  return runs.filter(({ variant }) => variant === id);
}
