import type { OtherSuggestions } from '../../../src/domain/finder/otherRules.ts';
import { median } from '../../../src/domain/score.ts';

/** A rate, null for a refusal, and what it cost in full runs, null where nobody knows how long one is. */
export interface Suggested {
  readonly rate: number | null;
  readonly share: number | null;
}

/** What `goldilocks find` says of a program. */
export interface Found {
  /** What the range test suggests before short runs confirm it. */
  readonly tested: number | null;
  readonly confirmed: Suggested;
  /** What the rules of others say of the same curves. */
  readonly others: OtherSuggestions;
  /** Why there is no suggestion. */
  readonly refusal: string | null;
}

/** The part of the document of `goldilocks find --json` that counts here. */
export interface FindDocument {
  readonly suggestion: { readonly rate: number } | null;
  readonly refusal: { readonly reason: string } | null;
  readonly others: OtherSuggestions;
  readonly confirmation: readonly { readonly rate: number }[] | null;
  readonly share: number | null;
}

/** The part of the document of `goldilocks sweep --search --json` that counts here. */
export interface SearchDocument {
  readonly suggestedRate: number | null;
  readonly runs: readonly unknown[];
  readonly share?: number | null;
}

/** The confirmation trains at a third of the rate that the test suggests, at it and at three times, so that it is the middle one. */
export function foundOf({ suggestion, refusal, others, confirmation, share }: FindDocument): Found {
  const rate = suggestion?.rate ?? null;
  const tested = confirmation === null ? rate : median(confirmation.map((run) => run.rate));
  return { tested, confirmed: { rate, share }, others, refusal: refusal?.reason ?? null };
}

/** Where the document does not tell what the search cost, each run that it began counts as a whole one. */
export function searchedOf({ suggestedRate, runs, share }: SearchDocument): Suggested {
  return { rate: suggestedRate, share: share ?? runs.length };
}
