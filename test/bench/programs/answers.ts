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
  /** What the rules of others say of the same curves; null where there are none. */
  readonly others: OtherSuggestions | null;
  /** Why there is no suggestion. */
  readonly refusal: string | null;
}

/** The part of the document of `goldilocks find --json` that counts here. */
export interface FindDocument {
  readonly suggestion: { readonly rate: number } | null;
  readonly refusal: { readonly reason: string } | null;
  readonly others: OtherSuggestions | null;
  readonly confirmation: readonly { readonly rate: number }[] | null;
  /** That were made in all its runs. */
  readonly steps: number;
}

/** The part of the document of `goldilocks sweep --search --json` that counts here. */
export interface SearchDocument {
  readonly suggestedRate: number | null;
  readonly runs: readonly { readonly state: string; readonly samples: number }[];
}

/**
 * What the finder says. The confirmation trains at a third of the rate that the test suggests, at it and at three times, so that it is the
 * middle one.
 * @param fullRun steps of a full run, null where nobody knows
 */
export function foundOf(
  { suggestion, refusal, others, confirmation, steps }: FindDocument,
  fullRun: number | null,
): Found {
  const rate = suggestion?.rate ?? null;
  const tested = confirmation === null ? rate : median(confirmation.map((run) => run.rate));
  return { tested, confirmed: { rate, share: fullRun && steps / fullRun }, others, refusal: refusal?.reason ?? null };
}

/** What the search says. */
export function searchedOf({ suggestedRate, runs }: SearchDocument, fullRun: number | null): Suggested {
  const steps = runs.reduce((sum, run) => sum + run.samples, 0);
  return { rate: suggestedRate, share: fullRun && steps / fullRun };
}

/** How many steps a program makes that nobody ends: those of the search's finished runs. */
export function fullRunOf({ runs }: SearchDocument): number | null {
  const finished = runs.filter((run) => run.state === 'finished').map((run) => run.samples);
  return finished.length > 0 ? Math.max(...finished) : null;
}
