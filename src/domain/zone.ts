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
export const TOLERANCE = 0.15;
/** The best run must reduce the initial loss by at least this share, or nothing was learned and there is no zone. */
export const MIN_DROP = 0.1;

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

/** The verdict on a rate: slow below the zone, fast inside it, furious above it. */
export function verdictAt(rate: number, { low, high }: Zone): 'slow' | 'fast' | 'furious' {
  if (rate < low) return 'slow';
  return rate > high ? 'furious' : 'fast';
}

/** A rate's outcome with its score over all seeds. */
export interface ScoredRate extends RateOutcome {
  /** Median over the seeds. */
  readonly score: number;
  /** Standard error of the score: from the seeds, else from the run's own noise; 0 if neither is known. */
  readonly error: number;
}

/** The scores of the rates that have any, by ascending rate. */
export function scoreRates(outcomes: readonly RateOutcome[]): ScoredRate[] {
  return outcomes
    .filter(({ scores, initialLosses }) => scores.length > 0 && initialLosses.length > 0)
    .map((outcome) => ({ ...outcome, score: median(outcome.scores), error: standardErrorOf(outcome) }))
    .sort((a, b) => a.rate - b.rate);
}

function standardErrorOf({ scores, errors }: RateOutcome): number {
  if (scores.length < 3) return errors.length === 0 ? 0 : median(errors) / Math.sqrt(scores.length);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1);
  return Number.isFinite(variance) ? Math.sqrt(variance / scores.length) : 0;
}
