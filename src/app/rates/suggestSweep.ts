import type { RateSite } from '../../code/rateSite.ts';
import { OPTIMIZER_NAMES } from '../../domain/optimizer.ts';
import type { OptimizerName } from '../../domain/optimizer.ts';
import type { OptimizerFamily } from '../../domain/optimizerFamily.ts';
import { ratesAround } from '../../domain/ratesAround.ts';

/** A sweep of the built-in network around a rate. */
export interface SuggestedSweep {
  readonly optimizer: OptimizerName;
  readonly rates: readonly number[];
}

/** Suggests a sweep around a rate with the same optimizer; null if the built-in engine doesn't have it. */
export function suggestSweep(
  { value, part, assessment }: RateSite,
  family: OptimizerFamily | null,
): SuggestedSweep | null {
  const optimizer = OPTIMIZER_NAMES.find((name) => name === family?.name.toLowerCase());
  if (!optimizer || assessment === 'unknown' || (part !== 'base' && part !== 'peak') || value <= 0) return null;
  return { optimizer, rates: ratesAround(value) };
}
