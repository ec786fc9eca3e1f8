import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite } from '../../code/rateSite.ts';
import { OPTIMIZER_NAMES } from '../../domain/optimizer.ts';
import type { OptimizerName } from '../../domain/optimizer.ts';
import { ratesAround } from '../../domain/ratesAround.ts';
import { familyAt } from '../../domain/usualRates.ts';
import { isInForce, judgeRate } from './judgeRate.ts';

/** A sweep of the built-in network around a rate. */
export interface SuggestedSweep {
  readonly optimizer: OptimizerName;
  readonly rates: readonly number[];
}

/**
 * The sweep to try around a site or a default of a report with the same optimizer; null if another rate is in force there, or the
 * built-in engine doesn't have the optimizer.
 */
export function sweepAt(site: RateSite, report: ProgramReport): SuggestedSweep | null {
  const { value, part, assessment } = site;
  const family = familyAt(site)?.name.toLowerCase();
  const optimizer = OPTIMIZER_NAMES.find((name) => name === family);
  if (!optimizer || assessment === 'unknown' || (part !== 'base' && part !== 'peak') || value <= 0) return null;
  return isInForce(judgeRate(site, report)) ? { optimizer, rates: ratesAround(value) } : null;
}
