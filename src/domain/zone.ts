/** The outcome of all runs at one rate that the zone is computed from; one entry a seed. */
export interface RateOutcome {
  readonly learningRate: number;
  /** Mean training loss of the last tenth of a run's steps; Infinity if any of them is not finite. */
  readonly scores: readonly number[];
  /** Loss before the first update, or that of guessing where that is less (see lossToBeat). */
  readonly initialLosses: readonly number[];
}

/** The Goldilocks zone: the lowest, the best and the highest tried rate that are just right. */
export interface Zone {
  readonly low: number;
  readonly best: number;
  readonly high: number;
}

/** Share of the way from the best score back to the initial loss that still counts as just right. */
const TOLERANCE = 0.15;

/** A best run must take at least this share off the initial loss, or nothing was learned and there is no zone. */
export const LEAST_DROP = 0.1;

/** Share of a run's steps, at its end, that its score averages. */
const SCORED_SHARE = 0.1;

/**
 * Mean training loss of the last tenth of the steps, at least one; Infinity if any of the run's losses is not finite.
 * @param losses training loss of each step, in order; at least one
 */
export function scoreOf(losses: readonly number[]): number {
  if (losses.some((loss) => !Number.isFinite(loss))) return Infinity;
  const scored = losses.slice(-Math.max(1, Math.round(losses.length * SCORED_SHARE)));
  return scored.reduce((sum, loss) => sum + loss, 0) / scored.length;
}

/** Middle value; the mean of the two middle ones of an even number. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The contiguous rates around the best one whose median score over the seeds is at most
 * best + 0.15 (initial − best). Null when no rate learned anything.
 */
export function goldilocksZone(outcomes: readonly RateOutcome[]): Zone | null {
  const rates = outcomes
    .filter((outcome) => outcome.scores.length > 0 && outcome.initialLosses.length > 0)
    .map(({ learningRate, scores, initialLosses }) => ({ learningRate, score: median(scores), initialLosses }))
    .sort((a, b) => a.learningRate - b.learningRate);
  if (rates.length === 0) return null;
  const best = rates.reduce((leader, rate, index) => (rate.score < rates[leader].score ? index : leader), 0);
  const initial = median(rates.flatMap((rate) => rate.initialLosses));
  if (!(rates[best].score <= (1 - LEAST_DROP) * initial)) return null;
  const limit = rates[best].score + TOLERANCE * (initial - rates[best].score);
  let low = best;
  let high = best;
  while (low > 0 && rates[low - 1].score <= limit) low--;
  while (high < rates.length - 1 && rates[high + 1].score <= limit) high++;
  return { low: rates[low].learningRate, best: rates[best].learningRate, high: rates[high].learningRate };
}
