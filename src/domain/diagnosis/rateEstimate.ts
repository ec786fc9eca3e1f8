/** Where the middle of the zone lies, as far as curves show it. */
export interface RateEstimate {
  readonly rate: number;
  /** It is within so many decades of the rate in 80 % of the cases. */
  readonly margin: number;
}

/** A rate to try next, and where the middle of the zone lies in 80 % of the cases; both as people write them. */
export interface RateSuggestion {
  readonly rate: number;
  readonly range: readonly [low: number, high: number];
}

const MANTISSAS = [1, 2, 3, 5];

/** The nearest of 1, 2, 3 and 5 times a power of ten on the log scale. */
export function roundRate(rate: number): number {
  const power = Math.floor(Math.log10(rate));
  const candidates = [...MANTISSAS, 10].map((mantissa) => Number(`${mantissa}e${power}`));
  return candidates.reduce((best, candidate) =>
    Math.abs(Math.log(candidate / rate)) < Math.abs(Math.log(best / rate)) ? candidate : best,
  );
}

export function suggestionFrom({ rate, margin }: RateEstimate): RateSuggestion {
  return { rate: roundRate(rate), range: [roundRate(rate / 10 ** margin), roundRate(rate * 10 ** margin)] };
}

/**
 * What several runs of the same training at different rates show together: the mean of their estimates on the log scale, weighted by
 * precision (1 / margin²). The runs share a network and data, and so a good part of their errors: the margin is the mean one rather than
 * one that shrinks with their number.
 * @returns null for no estimates
 */
export function poolEstimates(estimates: readonly RateEstimate[]): RateEstimate | null {
  if (estimates.length === 0) return null;
  const weights = estimates.map(({ margin }) => 1 / Math.max(margin, MIN_MARGIN) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (valueOf: (estimate: RateEstimate) => number): number =>
    estimates.reduce((sum, estimate, index) => sum + weights[index] * valueOf(estimate), 0) / total;
  return { rate: 10 ** mean(({ rate }) => Math.log10(rate)), margin: mean(({ margin }) => margin) };
}

/** No curve shows the middle more exactly than rates are tried: a tenth of a decade. */
const MIN_MARGIN = 0.1;
