import { median } from './score.ts';

/** The outcome of all runs of a variant that the zone is computed from; one entry a seed. */
export interface RateOutcome {
  readonly rate: number;
  /** See scoreOf; Infinity for a run that broke or was given up as worse than others. */
  readonly scores: readonly number[];
  /** Standard errors of the scores, where they are known. */
  readonly errors: readonly number[];
  /** Loss before the first update, or that of guessing where that is less: see lossToBeat. */
  readonly initialLosses: readonly number[];
}

/** The Goldilocks zone: the lowest, the best and the highest tried rate that are just right. */
export interface Zone {
  readonly low: number;
  readonly best: number;
  readonly high: number;
  /** The highest score that counts as just right. */
  readonly limit: number;
  /** The loss that the runs had to beat. */
  readonly initial: number;
  readonly bestScore: number;
}

/** Share of the way from the best score back to the initial loss that still counts as just right. */
const TOLERANCE = 0.15;
/** The best run must reduce the initial loss by at least this share, or nothing was learned and there is no zone. */
export const MIN_DROP = 0.1;
/** Scores that differ by less than this many standard errors of their difference count as equal: about a 95 % confidence interval. */
const SIGNIFICANT_ERRORS = 2;
/** So do scores that differ by less than this share of the zone's tolerance: seeds differ by more than the noise of one run. */
const NEGLIGIBLE_SHARE = 1 / 5;
/** Distances that differ by less, a factor of 1.1 of the rate, are about equal: rates are rounded. */
const ABOUT_EQUAL = Math.log(1.1);

/**
 * The contiguous rates around the best one whose median score over the seeds is at most best + 0.15 (initial − best). Null when no
 * rate learned anything.
 * @param outcomes in any order, one a rate
 */
export function goldilocksZone(outcomes: readonly RateOutcome[]): Zone | null {
  const rates = scoreRates(outcomes);
  if (rates.length === 0) return null;
  const best = rates.reduce((leader, { score }, index) => (score < rates[leader].score ? index : leader), 0);
  const initial = median(rates.flatMap(({ initialLosses }) => initialLosses));
  const bestScore = rates[best].score;
  if (!(bestScore <= (1 - MIN_DROP) * initial)) return null;
  const limit = bestScore + TOLERANCE * (initial - bestScore);
  let low = best;
  let high = best;
  while (low > 0 && rates[low - 1].score <= limit) low--;
  while (high < rates.length - 1 && rates[high + 1].score <= limit) high++;
  return { low: rates[low].rate, best: rates[best].rate, high: rates[high].rate, limit, initial, bestScore };
}

/** The suggested rate. */
export interface SafeRate {
  readonly rate: number;
  /** The nearest higher rate at which a run exceeded the limit; null if none did. */
  readonly above: number | null;
}

/**
 * Chooses the rate to suggest: among the rates in the zone that are as good as the best, the one farthest from both ends on a log
 * scale, because a good rate next to one that fails may fail with the next seed. An end lies halfway to the nearest rate at which any
 * run exceeded the limit, even if its median did not. Of two about equally far rates, chooses the lower: a rate that is too low costs
 * time, one that is too high ruins the run.
 */
export function safeRate(outcomes: readonly RateOutcome[], zone: Zone): SafeRate {
  const rates = scoreRates(outcomes);
  const best = rates.findIndex(({ rate }) => rate === zone.best);
  const isSafe = ({ scores }: ScoredRate): boolean => scores.every((score) => score <= zone.limit);
  let low = best;
  let high = best;
  while (low > 0 && isSafe(rates[low - 1])) low--;
  while (high < rates.length - 1 && isSafe(rates[high + 1])) high++;
  const below = low > 0 ? rates[low - 1].rate : null;
  const above = high < rates.length - 1 ? rates[high + 1].rate : null;
  const from = Math.log(below === null ? rates[low].rate : Math.sqrt(below * rates[low].rate));
  const to = Math.log(above === null ? rates[high].rate : Math.sqrt(above * rates[high].rate));
  const margin = (rate: number): number => Math.min(Math.log(rate) - from, to - Math.log(rate));
  const candidates = rates.slice(low, high + 1).filter((candidate) => !isWorse(candidate, rates[best], zone));
  const safest = candidates.reduce((leader, candidate) =>
    margin(candidate.rate) > margin(leader.rate) + ABOUT_EQUAL ? candidate : leader,
  );
  return { rate: safest.rate, above };
}

interface ScoredRate extends RateOutcome {
  /** Median over the seeds. */
  readonly score: number;
  /** Standard error of the score: from the seeds, else from the run's own noise; 0 if neither is known. */
  readonly error: number;
}

function scoreRates(outcomes: readonly RateOutcome[]): ScoredRate[] {
  return outcomes
    .filter(({ scores, initialLosses }) => scores.length > 0 && initialLosses.length > 0)
    .map((outcome) => ({ ...outcome, score: median(outcome.scores), error: standardErrorOf(outcome) }))
    .sort((a, b) => a.rate - b.rate);
}

function isWorse({ score, error }: ScoredRate, best: ScoredRate, { limit, bestScore }: Zone): boolean {
  const noise = SIGNIFICANT_ERRORS * Math.hypot(error, best.error);
  return score - best.score > Math.max(noise, NEGLIGIBLE_SHARE * (limit - bestScore));
}

function standardErrorOf({ scores, errors }: RateOutcome): number {
  if (scores.length < 3) return errors.length === 0 ? 0 : median(errors) / Math.sqrt(scores.length);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1);
  return Number.isFinite(variance) ? Math.sqrt(variance / scores.length) : 0;
}
