import type { ExperimentOverview } from '../../domain/experiment.ts';
import type { KindSummary } from '../kind.ts';
import { rankVariants } from './ranking.ts';
import type { RankedVariant } from './ranking.ts';

/** The outcome of a comparison of schedules. */
export interface SchedulesSummary extends KindSummary {
  readonly kind: 'schedules';
  readonly ranking: readonly RankedVariant[];
}

/** Judges the runs that have ended; the others are left out. Rates are all alike, so there is no zone and no verdict. */
export function summarizeSchedules({ variants, runs }: ExperimentOverview): SchedulesSummary {
  return {
    kind: 'schedules',
    verdicts: {},
    comparisons: {},
    suggestedRates: {},
    ranking: rankVariants(variants, runs),
  };
}
