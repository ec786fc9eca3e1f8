import type { ExperimentOverview, RunOverview } from '../../domain/experiment.ts';
import { withRise } from '../../domain/finder/divergedEnd.ts';
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

/** What a range test says, of the built-in networks or of a program. */
export interface RepeatsSummary extends KindSummary {
  /** Null while the test runs, and where it is refused. */
  readonly suggestion: FoundRate | null;
  /** Null while the test runs, and where a rate is suggested. */
  readonly refusal: Refusal | null;
  /** What other finders say on the same curves; null while the test runs and where no repeat finished. */
  readonly others: OtherSuggestions | null;
  readonly repeats: readonly Repeat[];
  /** What the finished repeats cost: their steps, and how many full trainings that is. */
  readonly cost: { readonly steps: number; readonly share: number | null };
}

/** The outcome of a range test. */
export interface RangeTestSummary extends RepeatsSummary {
  readonly kind: 'range-test';
  readonly cost: { readonly steps: number; readonly share: number };
}

/** What the repeats of a range test have in common. */
interface TestedTraining {
  /** As it is written somewhere. */
  readonly optimizer: string;
  /** How many repeats there are. */
  readonly seeds: number;
  /** The step of the highest rate. */
  readonly lastStep: number;
  /** Whether it is stopped so soon after the loss rises that the rise hardly shows, see withRise. */
  readonly stopsEarly?: true;
  /** Steps of a full training; null if that is not known. */
  readonly total: number | null;
}

export function summarizeRangeTest(experiment: ExperimentOverview): RangeTestSummary {
  const { dataset, batchSize, epochs, optimizer, seeds, steps } = experiment.record.choice as RangeTestChoice;
  const total = totalSteps({ dataset, batchSize, epochs });
  const summary = summarizeRepeats(experiment, { optimizer: optimizer.name, seeds, lastStep: steps, total });
  const { steps: cost } = summary.cost;
  return { ...summary, kind: 'range-test', cost: { steps: cost, share: cost / total } };
}

/** Suggests a rate from the repeats that have finished, once all have ended and most of them finished. */
export function summarizeRepeats(
  { runs, variants }: Pick<ExperimentOverview, 'runs' | 'variants'>,
  test: TestedTraining,
): Omit<RepeatsSummary, 'kind'> {
  const repeats = runs
    .filter(({ state, result }) => state === 'finished' && result)
    .map((run) => repeatOf(run, test.lastStep));
  const isOver = runs.every(({ state }) => isEndState(state));
  const found = isOver ? findIn(repeats, test) : null;
  const suggestion = typeof found === 'string' ? null : found;
  const steps = repeats.reduce((sum, { points }) => sum + points.length, 0);
  return {
    expectsDivergence: true,
    verdicts: {},
    comparisons: {},
    suggestedRates: suggestion ? Object.fromEntries(variants.map(({ id }) => [id, suggestion.rate])) : {},
    suggestion,
    refusal: typeof found === 'string' ? refusalFor(found) : null,
    others:
      isOver && repeats.length > 0 && found !== 'finds-steps'
        ? otherSuggestions(repeats.map(({ points }) => points))
        : null,
    repeats,
    cost: { steps, share: test.total === null ? null : steps / test.total },
  };
}

function findIn(
  repeats: readonly Repeat[],
  { seeds, optimizer, stopsEarly }: TestedTraining,
): FoundRate | FinderRefusal | 'not-finished' {
  if (2 * repeats.length <= seeds) return 'not-finished';
  return findRate(
    repeats.map(({ points, stopped }) => (stopsEarly && stopped ? withRise(points) : points)),
    optimizer,
  );
}

function repeatOf({ seed, result }: RunOverview, lastStep: number): Repeat {
  const { loss, rate } = result!.series;
  const points = Array.from(loss?.steps ?? [], (step, index): RatePoint | null => {
    const stepRate = rate ? valueAt(rate, step) : null;
    // The loss before training has no rate.
    return stepRate === null ? null : [stepRate, loss!.values[index]];
  }).filter((point) => point !== null);
  return { seed, points, stopped: (loss?.steps.at(-1) ?? 0) < lastStep };
}
