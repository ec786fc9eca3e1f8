import type { ExperimentOverview, RunOverview } from '../../domain/experiment.ts';
import { findRate } from '../../domain/finder/findRate.ts';
import type { FinderRefusal, FoundRate } from '../../domain/finder/findRate.ts';
import { otherSuggestions } from '../../domain/finder/otherRules.ts';
import type { OtherSuggestions } from '../../domain/finder/otherRules.ts';
import type { RatePoint } from '../../domain/finder/medianCurve.ts';
import { isEndState } from '../../domain/run.ts';
import { valueAt } from '../../domain/series.ts';
import { totalSteps } from '../../domain/steps.ts';
import type { KindSummary } from '../kind.ts';
import type { RangeTestChoice } from './choice.ts';
import { refusalFor } from './refusal.ts';
import type { Refusal } from './refusal.ts';

/** A range test with one seed. */
export interface Repeat {
  readonly seed: number | null;
  readonly points: readonly RatePoint[];
  /** Whether it ended before the last rate because the loss had diverged. */
  readonly stopped: boolean;
}

/** The outcome of a range test. */
export interface RangeTestSummary extends KindSummary {
  readonly kind: 'range-test';
  /** Null while the test runs, and where it is refused. */
  readonly suggestion: FoundRate | null;
  /** Null while the test runs, and where a rate is suggested. */
  readonly refusal: Refusal | null;
  /** What other finders say on the same curves; null while the test runs and where no repeat finished. */
  readonly others: OtherSuggestions | null;
  readonly repeats: readonly Repeat[];
  /** What the finished repeats cost: their steps, and how many full trainings that is. */
  readonly cost: { readonly steps: number; readonly share: number };
}

/** Suggests a rate from the repeats that have finished, once all have ended and most of them finished. */
export function summarizeRangeTest({ record, runs, variants }: ExperimentOverview): RangeTestSummary {
  const repeats = runs.filter(({ state, result }) => state === 'finished' && result).map(repeatOf);
  const isOver = runs.every(({ state }) => isEndState(state));
  const found = isOver ? findIn(repeats, record.choice as RangeTestChoice) : null;
  const suggestion = typeof found === 'string' ? null : found;
  const steps = repeats.reduce((sum, { points }) => sum + points.length, 0);
  const { dataset, batchSize, epochs } = record.choice as RangeTestChoice;
  return {
    kind: 'range-test',
    expectsDivergence: true,
    verdicts: {},
    comparisons: {},
    suggestedRates: suggestion ? Object.fromEntries(variants.map(({ id }) => [id, suggestion.rate])) : {},
    suggestion,
    refusal: typeof found === 'string' ? refusalFor(found) : null,
    others: isOver && repeats.length > 0 ? otherSuggestions(repeats.map(({ points }) => points)) : null,
    repeats,
    cost: { steps, share: steps / totalSteps({ dataset, batchSize, epochs }) },
  };
}

function findIn(
  repeats: readonly Repeat[],
  { seeds, optimizer }: RangeTestChoice,
): FoundRate | FinderRefusal | 'not-finished' {
  if (2 * repeats.length <= seeds) return 'not-finished';
  return findRate(
    repeats.map(({ points }) => points),
    optimizer.name,
  );
}

function repeatOf({ seed, facts, result }: RunOverview): Repeat {
  const { loss, rate } = result!.series;
  const points = Array.from(loss?.steps ?? [], (step, index): RatePoint | null => {
    const stepRate = rate ? valueAt(rate, step) : null;
    // The loss before training has no rate.
    return stepRate === null ? null : [stepRate, loss!.values[index]];
  }).filter((point) => point !== null);
  return { seed, points, stopped: (loss?.steps.at(-1) ?? 0) < (facts.total ?? 0) };
}
