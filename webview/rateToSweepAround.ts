import type { Summary } from '../src/kinds/kinds.ts';

/** The rate that a range test suggests, or its confirmation: what full runs say of it is the next question. */
export function rateToSweepAround(summary: Summary): number | null {
  if (summary.kind === 'range-test') return summary.suggestion?.rate ?? null;
  return summary.kind === 'confirmation' ? summary.rate : null;
}
