import type { SourceRange } from '../rateSite.ts';

/** A range of the source, empty for an insertion, and the text that takes its place. */
export interface TextChange {
  readonly range: SourceRange;
  readonly text: string;
}

/** A sentence why a fix can't be made here. */
export interface Refusal {
  readonly refusal: string;
}

/** All that a fix changes. */
export interface Changes {
  readonly changes: readonly TextChange[];
  /** Whether the rate also falls in a cosine, after the warm-up that was asked for. */
  readonly endsInCosine?: boolean;
}

/** All that a fix changes, or why it can't be made. */
export type CodeFix = Changes | Refusal;
