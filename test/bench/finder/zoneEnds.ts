import { scoreRates } from '../../../src/domain/zone.ts';
import type { RateOutcome, ScoredRate, Zone } from '../../../src/domain/zone.ts';

/** The ends of a zone as powers of ten. */
export interface ZoneEnds {
  readonly low: number;
  readonly high: number;
}

/**
 * Where the score crosses the limit of the zone: on a straight line over the logarithm of the rate from the outermost rate inside to the
 * next one that was tried, and at the outermost one where the next broke.
 */
export function zoneEnds(outcomes: readonly RateOutcome[], zone: Zone): ZoneEnds {
  const rates = scoreRates(outcomes);
  const end = (rate: number, towards: -1 | 1): number => {
    const inside = rates.findIndex((each) => each.rate === rate);
    return crossing(rates[inside], rates.at(inside + towards), zone.limit, inside + towards >= 0);
  };
  return { low: end(zone.low, -1), high: end(zone.high, 1) };
}

function crossing(inside: ScoredRate, outside: ScoredRate | undefined, limit: number, exists: boolean): number {
  const place = Math.log10(inside.rate);
  if (!outside || !exists || !Number.isFinite(outside.score)) return place;
  const share = (limit - inside.score) / (outside.score - inside.score);
  return place + share * (Math.log10(outside.rate) - place);
}
