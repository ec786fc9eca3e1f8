import * as l10n from '@vscode/l10n';
import type { ExperimentOverview, RunOverview } from '../../domain/experiment.ts';
import { isEndState } from '../../domain/run.ts';
import { valueAt } from '../../domain/series.ts';
import type { KindSummary } from '../kind.ts';
import { findSteepest } from './steepest.ts';
import type { RatePoint, RefusalReason, Steepest } from './steepest.ts';

/** A range test with one seed. */
export interface Repeat {
  readonly seed: number | null;
  readonly points: readonly RatePoint[];
  /** Whether it ended before the last rate because the loss had diverged. */
  readonly stopped: boolean;
}

/** Why a range test suggests no rate. */
export interface Refusal {
  readonly reason: RefusalReason | 'not-finished';
  readonly message: string;
}

/** The outcome of a range test. */
export interface RangeTestSummary extends KindSummary {
  readonly kind: 'range-test';
  /** Null while the test runs, and where it is refused. */
  readonly suggestion: Steepest | null;
  /** Null while the test runs, and where a rate is suggested. */
  readonly refusal: Refusal | null;
  readonly repeats: readonly Repeat[];
}

/** Suggests the rate at which the loss falls fastest: of several repeats the median, where most of them have one. */
export function summarizeRangeTest({ runs, variants }: ExperimentOverview): RangeTestSummary {
  const finished = runs.filter(({ state, result }) => state === 'finished' && result);
  const repeats = finished.map(repeatOf);
  const outcomes = repeats.map(({ points }) => findSteepest(points));
  const found = outcomes.filter((outcome) => typeof outcome !== 'string');
  const reason = outcomes.find((outcome) => typeof outcome === 'string');
  const isOver = runs.every(({ state }) => isEndState(state));
  const suggestion = isOver && 2 * found.length > outcomes.length ? lowerMedian(found) : null;
  return {
    kind: 'range-test',
    expectsDivergence: true,
    verdicts: {},
    comparisons: {},
    suggestedRates: suggestion ? Object.fromEntries(variants.map(({ id }) => [id, suggestion.rate])) : {},
    suggestion,
    refusal: isOver && !suggestion ? refusalFor(reason ?? 'not-finished') : null,
    repeats,
  };
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

/** The median; of an even number the lower of the two in the middle. */
function lowerMedian(found: readonly Steepest[]): Steepest {
  return found.toSorted((a, b) => a.rate - b.rate)[(found.length - 1) >> 1];
}

function refusalFor(reason: Refusal['reason']): Refusal {
  switch (reason) {
    case 'too-few-points':
      return { reason, message: l10n.t('The loss diverged after a few steps. Start at a lower rate.') };
    case 'never-fell':
      return { reason, message: l10n.t('The loss never fell. Try a wider range of rates, or check the data.') };
    case 'not-finished':
      return { reason, message: l10n.t('The range test did not finish.') };
  }
}
