import type { Zone } from './zone.ts';

/** How wide a zone is, in powers of ten of the rate, as far as the rates that were tried tell. */
export interface ZoneWidth {
  /** From its lowest rate to its highest. */
  readonly atLeast: number;
  /** Between the next rates outside, which are no longer just right; null if there is none on one side, so that the zone may go on. */
  readonly below: number | null;
}

/**
 * The width of a zone lies between that of the rates in it and that of the next rates outside.
 * @param rates that were tried, in any order
 */
export function zoneWidth({ low, high }: Pick<Zone, 'low' | 'high'>, rates: readonly number[]): ZoneWidth {
  const under = Math.max(...rates.filter((rate) => rate < low));
  const over = Math.min(...rates.filter((rate) => rate > high));
  const below = Math.log10(over / under);
  return { atLeast: Math.log10(high / low), below: Number.isFinite(below) ? below : null };
}
