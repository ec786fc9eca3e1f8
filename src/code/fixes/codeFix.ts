import type { SourceRange } from '../rateSite.ts';

/** A range of the source, empty for an insertion, and the text that takes its place. */
export interface TextChange {
  readonly range: SourceRange;
  readonly text: string;
}

/** All that a fix changes, or a sentence why it can't be made here. */
export type CodeFix = { readonly changes: readonly TextChange[] } | { readonly refusal: string };
