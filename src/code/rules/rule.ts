import type { SourceRange } from '../rateSite.ts';
import type { ProgramReport } from '../programReport.ts';

/** The rules, by the names that settings, comments and their pages have. */
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
] as const;

export type RuleName = (typeof RULE_NAMES)[number];

/** A text to write in place of another. */
export interface Replacement {
  readonly range: SourceRange;
  readonly text: string;
}

/** Something that is wrong, or looks so. */
export interface Problem {
  readonly range: SourceRange;
  /** `warning` for what ruins a training, `information` for what is worth a look. */
  readonly severity: 'warning' | 'information';
  /** One or two sentences: what is wrong, and what to do. */
  readonly message: string;
  /** Other places that matter, each with what is there. */
  readonly related: readonly { readonly range: SourceRange; readonly message: string }[];
  /** Where the right number is certain. */
  readonly fix: Replacement | null;
}

/** What a rule looks at. */
export interface RuleContext {
  readonly report: ProgramReport;
  /** The code of all cells, one after the other. */
  readonly text: string;
  /** The source line that a place begins in. */
  readonly lineAt: (range: SourceRange) => string;
}

/** Finds problems of one kind. Silence is better than a false alarm: what is not certain from the code in sight is passed over. */
export type Rule = (checked: RuleContext) => readonly Problem[];
