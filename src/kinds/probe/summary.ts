import type { ExperimentOverview } from '../../domain/experiment.ts';
import { poolEstimates, suggestionFrom } from '../../domain/diagnosis/rateEstimate.ts';
import type { RateSuggestion } from '../../domain/diagnosis/rateEstimate.ts';
import { isEndState } from '../../domain/run.ts';
import type { KindSummary } from '../kind.ts';
import type { ProbeChoice } from './choice.ts';

/** The outcome of a probe. */
export interface ProbeSummary extends KindSummary {
  readonly kind: 'probe';
  /** What the run and its probes show together; null until all have ended, and where none finished. */
  readonly suggestion: RateSuggestion | null;
}

export function summarizeProbe({ record, variants, runs }: ExperimentOverview): ProbeSummary {
  const { estimate } = record.choice as ProbeChoice;
  const seen = runs.flatMap(({ result }) =>
    result?.state === 'finished' ? (result.findings.find((finding) => finding.estimate)?.estimate ?? []) : [],
  );
  const isOver = runs.every(({ state }) => isEndState(state));
  const pooled = isOver && seen.length > 0 ? poolEstimates([estimate, ...seen]) : null;
  const suggestion = pooled && suggestionFrom(pooled);
  return {
    kind: 'probe',
    verdicts: {},
    comparisons: {},
    suggestedRates: suggestion ? Object.fromEntries(variants.map(({ id }) => [id, suggestion.rate])) : {},
    suggestion,
  };
}
