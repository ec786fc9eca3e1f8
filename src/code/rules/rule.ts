import type { SourceRange } from '../rateSite.ts';
import type { ProgramReport } from '../programReport.ts';

/** The names of the rules in settings, comments and the documentation. */
export const RULE_NAMES = [
  'rate-too-high',
  'rate-too-low',
  'rate-not-positive',
  'integer-division',
  'rate-free-optimizer',
  'cosine-length',
  'stepped-per-batch',
  'stepped-per-epoch',
  'long-warm-up',
  'patience-too-long',
  'minimum-above-base',
  'schedule-length',
  'never-stepped',
  'stepped-twice',
  'created-in-loop',
  'scheduler-not-restored',
  'factor-out-of-range',
  'lambda-returns-rate',
  'plateau-metric',
  'plateau-with-schedule',
  'rate-not-a-number',
  'keras-argument',
  'optax-sign',
  'rate-overridden',
  'rates-disagree',
] as const;

export type RuleName = (typeof RULE_NAMES)[number];

/** A text that replaces a range. */
export interface Replacement {
  readonly range: SourceRange;
  readonly text: string;
}

/** Something that is or may be wrong. */
export interface Problem {
  readonly range: SourceRange;
  /** `warning` if it ruins the training, `information` if it is worth a look. */
  readonly severity: 'warning' | 'information';
  /** One or two sentences: what is wrong, and what to do. */
  readonly message: string;
  /** Related code, and a description of each. */
  readonly related: readonly { readonly range: SourceRange; readonly message: string }[];
  /** Null if the right number is unclear. */
  readonly fix: Replacement | null;
}

/** What a rule can check. */
export interface RuleContext {
  readonly report: ProgramReport;
  /** The text of the source; that of all cells for a notebook. */
  readonly text: string;
  /** The source line in which a range starts. */
  readonly lineAt: (range: SourceRange) => string;
}

/** Finds problems of one kind. A rule reports only what is certain from the visible code: a missed problem is better than a false alarm. */
export type Rule = (context: RuleContext) => readonly Problem[];
