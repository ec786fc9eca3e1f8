import { scoreRates } from './zone.ts';
import type { RateOutcome, ScoredRate, Zone } from './zone.ts';

/** Scores that differ by less than this many standard errors of their difference count as equal: about a 95 % confidence interval. */
const SIGNIFICANT_ERRORS = 2;
/** So do scores that differ by less than this share of the zone's tolerance: seeds differ by more than the noise of one run. */
const NEGLIGIBLE_SHARE = 1 / 5;
/** Distances that differ by less, a factor of 1.1 of the rate, are about equal: rates are rounded. */
const ABOUT_EQUAL = Math.log(1.1);

/** The rate that a sweep suggests. */
export interface SuggestedRate {
  readonly rate: number;
  /** The nearest higher rate at which a run exceeded the limit; null if none did. */
  readonly above: number | null;
}

/**
 * Chooses the rate to suggest: among the rates in the zone that are as good as the best, the one farthest from both ends on a log
 * scale, because a good rate next to one that fails may fail with the next seed. Rates at which a run exceeded the limit do not count,
 * even if their median did not, and an end lies halfway to the nearest of them. Of two about equally far rates, chooses the lower: a
 * rate that is too low costs time, one that is too high ruins the run.
 * @param confirms a rate that short runs confirm: it stands while it is inside, because short runs favor rates that are too high for
 * whole ones, so one that a lower rate beats even there does not stand; null where there is none
 * @returns null if some run exceeded the limit at each rate of the zone: which seed it is decides more than the rate does
 */
export function suggestRate(
  outcomes: readonly RateOutcome[],
  zone: Zone,
  confirms: number | null = null,
): SuggestedRate | null {
  const rates = scoreRates(outcomes);
  const isSafe = ({ scores }: ScoredRate): boolean => scores.every((score) => score <= zone.limit);
  const best = bestOf(rates, (each) => isSafe(each) && each.rate >= zone.low && each.rate <= zone.high);
  if (best === -1) return null;
  let low = best;
  let high = best;
  while (low > 0 && isSafe(rates[low - 1])) low--;
  while (high < rates.length - 1 && isSafe(rates[high + 1])) high++;
  const below = low > 0 ? rates[low - 1].rate : null;
  const above = high < rates.length - 1 ? rates[high + 1].rate : null;
  const confirmed = rates.slice(low, high + 1).find(({ rate }) => rate === confirms);
  if (confirmed && !(rates[best].rate < confirmed.rate && isWorse(confirmed, rates[best], zone)))
    return { rate: confirmed.rate, above };
  const from = Math.log(below === null ? rates[low].rate : Math.sqrt(below * rates[low].rate));
  const to = Math.log(above === null ? rates[high].rate : Math.sqrt(above * rates[high].rate));
  const margin = (rate: number): number => Math.min(Math.log(rate) - from, to - Math.log(rate));
  const candidates = rates.slice(low, high + 1).filter((candidate) => !isWorse(candidate, rates[best], zone));
  const safest = candidates.reduce((leader, candidate) =>
    margin(candidate.rate) > margin(leader.rate) + ABOUT_EQUAL ? candidate : leader,
  );
  return { rate: safest.rate, above };
}

/** Index of the lowest score among the rates that count; -1 if none does. */
function bestOf(rates: readonly ScoredRate[], counts: (rate: ScoredRate) => boolean): number {
  return rates.reduce((best, rate, index) => {
    if (!counts(rate)) return best;
    return best === -1 || rate.score < rates[best].score ? index : best;
  }, -1);
}

function isWorse({ score, error }: ScoredRate, best: ScoredRate, { limit, bestScore }: Zone): boolean {
  const noise = SIGNIFICANT_ERRORS * Math.hypot(error, best.error);
  return score - best.score > Math.max(noise, NEGLIGIBLE_SHARE * (limit - bestScore));
}
