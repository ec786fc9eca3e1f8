import type { RateRange } from '../optimizerFamily.ts';
import { usualPlace } from './usualPlace.ts';

/** Decades that a range test reaches below and above the rate that is usual with the optimizer. */
const BELOW = 3;
const ABOVE = 2;

/**
 * The rates that a range test tries with an optimizer, in powers of ten around the rate that is usual with it. On this shorter way each step
 * tells more than on the one from 1e-7 to 10 that fits all optimizers.
 */
export function rangeFor(optimizer: string): RateRange {
  const place = usualPlace(optimizer);
  return [Number(`1e${Math.floor(place - BELOW)}`), Number(`1e${Math.ceil(place + ABOVE)}`)];
}
