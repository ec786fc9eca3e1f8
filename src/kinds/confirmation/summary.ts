import type { ExperimentOverview } from '../../domain/experiment.ts';
import { inTwoDigits } from '../../domain/rate.ts';
import { isEndState } from '../../domain/run.ts';
import type { KindSummary } from '../kind.ts';
import { summarizeGroups } from '../sweep/summary.ts';
import type { ConfirmationChoice } from './choice.ts';

/** A rate that was tried for real. */
export interface ConfirmedRate {
  readonly rate: number;
  /** See scoreOf; Infinity for a run that broke or was stopped as worse than others. */
  readonly score: number;
}

/** The outcome of a confirmation. */
export interface ConfirmationSummary extends KindSummary {
  readonly kind: 'confirmation';
  /** By ascending rate: those whose runs have ended with a result. */
  readonly tried: readonly ConfirmedRate[];
  /** The rate to take: the suggested one if it is in the zone of the three, else that which a sweep would choose. Null until all have ended, and where none learned. */
  readonly rate: number | null;
  /** Steps that were trained. */
  readonly steps: number;
}

export function summarizeConfirmation({ record, variants, runs }: ExperimentOverview): ConfirmationSummary {
  const confirms = inTwoDigits((record.choice as ConfirmationChoice).rate);
  const [{ outcomes, suggestion }] = summarizeGroups({ variants, runs }, confirms).groups;
  const rate = runs.every(({ state }) => isEndState(state)) ? (suggestion?.rate ?? null) : null;
  return {
    kind: 'confirmation',
    verdicts: {},
    comparisons: {},
    suggestedRates: rate === null ? {} : Object.fromEntries(variants.map(({ id }) => [id, rate])),
    tried: outcomes
      .map((outcome) => ({ rate: outcome.rate, score: Math.max(...outcome.scores) }))
      .sort((a, b) => a.rate - b.rate),
    rate,
    steps: runs.reduce((sum, { result }) => sum + (result?.series.loss?.steps.at(-1) ?? 0), 0),
  };
}

/** Whether the confirmation ended at another rate than the one that was suggested. */
export function isMoved({ rate: suggested }: ConfirmationChoice, { rate }: ConfirmationSummary): boolean {
  return rate !== null && rate !== inTwoDigits(suggested);
}
