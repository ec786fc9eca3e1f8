import type { ExperimentOverview } from '../../domain/experiment.ts';
import { runsOf } from '../../domain/experiment.ts';
import { median } from '../../domain/score.ts';
import { isEndState } from '../../domain/run.ts';
import type { KindSummary } from '../kind.ts';

/** The test accuracy of a variant after its last epoch, 0..1: the median over seeds, and the range. */
export interface AccuracyOutcome {
  readonly variant: string;
  readonly label: string;
  readonly accuracy: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface LayersSummary extends KindSummary {
  readonly kind: 'layers';
  /** The best first; only variants of which a run has finished. */
  readonly outcomes: readonly AccuracyOutcome[];
  /** Whether all seeds of the best variant end above all seeds of the next one. */
  readonly isClear: boolean;
  readonly isOver: boolean;
}

export function summarizeLayers({ variants, runs }: ExperimentOverview): LayersSummary {
  const outcomes = variants
    .flatMap((variant) => {
      const accuracies = runsOf(runs, variant).flatMap(({ result }) =>
        result?.state === 'finished' ? (result.epochs.at(-1)?.accuracy ?? []) : [],
      );
      if (accuracies.length === 0) return [];
      return [
        {
          variant: variant.id,
          label: variant.label,
          accuracy: median(accuracies),
          lowest: Math.min(...accuracies),
          highest: Math.max(...accuracies),
        },
      ];
    })
    .sort((a, b) => b.accuracy - a.accuracy);
  const [best, next] = outcomes;
  return {
    kind: 'layers',
    verdicts: {},
    comparisons: {},
    suggestedRates: {},
    outcomes,
    isClear: next !== undefined && best.lowest > next.highest,
    isOver: runs.every(({ state }) => isEndState(state)),
  };
}
