/** Where the score is lowest, as far as the rates that were tried tell. */
export interface BestRate {
  readonly rate: number;
  /** Whether lower and higher rates were worse, so that the best one lies between. */
  readonly isBracketed: boolean;
}

/**
 * The rate with the lowest score, between those that were tried: the lowest point of the parabola through the best score and its two
 * neighbours over the logarithm of the rate. The best rate itself where a neighbour diverged, or is missing.
 * Source: Brent 1973, "Algorithms for Minimization without Derivatives", chapter 5: successive parabolic interpolation, one step of it.
 * @returns null where no score is finite
 */
export function bestRate(tried: readonly { readonly rate: number; readonly score: number }[]): BestRate | null {
  const sorted = tried.filter(({ score }) => !Number.isNaN(score)).sort((a, b) => a.rate - b.rate);
  const best = sorted.reduce(
    (leader, { score }, index) => (score < (sorted[leader]?.score ?? Infinity) ? index : leader),
    -1,
  );
  if (best < 0) return null;
  const { rate, score } = sorted[best];
  const [below, above] = [sorted[best - 1], sorted[best + 1]];
  if (!below || !above) return { rate, isBracketed: false };
  const [left, right] = [Math.log(rate / below.rate), Math.log(above.rate / rate)];
  const [rise, fall] = [(above.score - score) / right, (below.score - score) / left];
  if (!Number.isFinite(rise + fall) || rise + fall === 0) return { rate, isBracketed: true };
  const shift = (fall * right - rise * left) / (2 * (rise + fall));
  return { rate: rate * Math.exp(shift), isBracketed: true };
}
