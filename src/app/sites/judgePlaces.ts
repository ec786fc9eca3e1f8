import type { Finding } from '../../domain/finding.ts';
import type { SiteResult } from './siteResults.ts';
import { isUnchanged, locateSite } from './locateSite.ts';
import { measuredAt } from './measuredRates.ts';
import type { MeasuredRate, Measurement } from './measuredRates.ts';
import type { KeyedPlace } from './siteKey.ts';

/** How a number stands to the runs that were trained with it. */
export interface JudgedPlace {
  readonly place: KeyedPlace;
  /** The newest run with the number as it stands now; null where it was changed after all of them. */
  readonly current: SiteResult | null;
  /** The newest run with another number that stood there. */
  readonly earlier: SiteResult | null;
  /** The rate that is best there, if experiments with the program have shown one. */
  readonly measured: MeasuredRate | null;
}

/** The results of one file at the numbers in its current text, and those whose number is not found there. */
export interface JudgedFile {
  readonly places: readonly JudgedPlace[];
  readonly lost: readonly SiteResult[];
}

/**
 * Finds the numbers of a file that runs were trained with.
 * @param results the newest first
 * @param measured the newest first
 */
export function judgePlaces(
  results: readonly SiteResult[],
  places: readonly KeyedPlace[],
  measured: readonly Measurement[] = [],
): JudgedFile {
  const found = new Map<KeyedPlace, { current: SiteResult | null; earlier: SiteResult | null }>();
  const lost: SiteResult[] = [];
  for (const result of results) {
    const place = locateSite(result.site, places);
    if (!place) {
      lost.push(result);
      continue;
    }
    const known = found.get(place) ?? { current: null, earlier: null };
    const isOfExperiment = result.site.tried !== undefined;
    if (!isUnchanged(result.site, place)) {
      // What an experiment tried in place of a number never stood there.
      if (!isOfExperiment) known.earlier ??= result;
    } else if (!isOfExperiment || hasShown(result)) known.current ??= result;
    found.set(place, known);
  }
  const judged = Array.from(found, ([place, known]) => {
    return { place, ...known, measured: measuredAt(place, measured, places) };
  });
  return { places: judged, lost };
}

/** Whether a run of an experiment says something of its rate: a planned one doesn't yet, one that was given up is not a whole run. */
function hasShown({ run: { state }, findings }: SiteResult): boolean {
  return state === 'finished' || (state === 'running' && findings.length > 0);
}

/** The most important finding that blames the rate; null where none does. */
export function rateFinding({ findings }: Pick<SiteResult, 'findings'>): Finding | null {
  return findings.find(({ cause }) => cause === 'rate-too-high' || cause === 'rate-too-low') ?? null;
}

/**
 * The rate that a run suggests instead of its own, also where something is wrong and its curve doesn't show for certain that the rate is to
 * blame; null if it suggests none.
 */
export function suggestedRateOf({ findings }: Pick<SiteResult, 'findings'>): number | null {
  const finding = rateFinding({ findings }) ?? findings.find(({ symptom }) => symptom !== 'healthy');
  return finding?.suggestedRate ?? null;
}
