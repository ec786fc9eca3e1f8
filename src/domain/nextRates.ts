import { inTwoDigits } from './rate.ts';
/** Rates between the best one and its neighbour on either side. */
const BETWEEN = 2;
/** Rates beyond the lowest or the highest one. */
const BEYOND = 3;
/** The widest step beyond what was tried, a decade: more would jump over most zones. */
const MAX_RATIO = 10;

/**
 * Rates around the best one that were not tried: evenly spaced on a log scale between it and its neighbours, in two digits. Where it
 * has a neighbour on one side only, the other side reaches as far.
 * @param rates that were tried, in any order, the best one among them
 * @returns ascending; empty where there is nothing to refine: no other rate was tried, or two digits don't tell finer ones apart
 */
export function refinedRates(rates: readonly number[], best: number): number[] {
  const below = Math.max(0, ...rates.filter((rate) => rate < best));
  const above = Math.min(Infinity, ...rates.filter((rate) => rate > best));
  const down = below > 0 ? best / below : above / best;
  const up = above < Infinity ? above / best : down;
  if (!Number.isFinite(down)) return [];
  const shares = Array.from({ length: BETWEEN }, (_, index) => (index + 1) / (BETWEEN + 1));
  const between = shares.flatMap((share) => [best / down ** share, best * up ** share]).map(inTwoDigits);
  return [...new Set(between)]
    .filter((rate) => !rates.includes(rate) && rate > best / down && rate < best * up)
    .sort((a, b) => a - b);
}

/**
 * The rates that go on below the lowest or above the highest of those that were tried, with the factor that lies between the last two,
 * at most ten, in two digits.
 * @param rates that were tried, in any order
 * @returns ascending; empty where a single rate was tried
 */
export function widenedRates(rates: readonly number[], end: 'low' | 'high'): number[] {
  const inwards = [...rates].sort((a, b) => (end === 'low' ? a - b : b - a));
  if (inwards.length < 2) return [];
  const [last, next] = inwards;
  const ratio = end === 'low' ? Math.max(last / next, 1 / MAX_RATIO) : Math.min(last / next, MAX_RATIO);
  const beyond = Array.from({ length: BEYOND }, (_, index) => inTwoDigits(last * ratio ** (index + 1)));
  return [...new Set(beyond)].filter((rate) => !rates.includes(rate)).sort((a, b) => a - b);
}
