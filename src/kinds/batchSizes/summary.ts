import { bestRate } from '../../domain/bestRate.ts';
import type { ExperimentOverview, RunOverview } from '../../domain/experiment.ts';
import { fitLine } from '../../domain/leastSquares.ts';
import type { FittedLine } from '../../domain/leastSquares.ts';
import { median } from '../../domain/score.ts';
import { isEndState } from '../../domain/run.ts';
import type { GroupSummary } from '../sweep/groupSummary.ts';
import { summarizeGroups } from '../sweep/summary.ts';
import type { GroupedSummary } from '../sweep/summary.ts';

/** The best rate of a batch size with one seed. */
export interface BestOfSeed {
  readonly batchSize: number;
  readonly rate: number;
}

/** What the runs of a batch size show. */
export interface BatchOutcome {
  readonly batchSize: number;
  readonly group: GroupSummary;
  /** Median over the seeds whose best rate lies between others; null if none does. */
  readonly best: number | null;
}

/** The outcome of a comparison of batch sizes. */
export interface BatchSizesSummary extends GroupedSummary {
  readonly kind: 'batch-sizes';
  /** By ascending batch size, those with a result. */
  readonly outcomes: readonly BatchOutcome[];
  /** One for each batch size and seed whose best rate lies between others that are worse. */
  readonly bests: readonly BestOfSeed[];
  /** log10 of the best rate over log10 of the batch size; null with fewer than two batch sizes. */
  readonly line: FittedLine | null;
}

/** Judges the runs that have ended, each batch size's as a sweep of its own. */
export function summarizeBatchSizes({ variants, runs }: ExperimentOverview): BatchSizesSummary {
  const summary = summarizeGroups({ variants, runs });
  const outcomes: BatchOutcome[] = [];
  const bests: BestOfSeed[] = [];
  for (const group of summary.groups) {
    const batchSize = group.variants[0]?.values.batchSize;
    if (batchSize === undefined || group.outcomes.length === 0) continue;
    const rates = bestRatesOf(group, runs);
    bests.push(...rates.map((rate) => ({ batchSize, rate })));
    outcomes.push({ batchSize, group, best: rates.length > 0 ? median(rates) : null });
  }
  outcomes.sort((a, b) => a.batchSize - b.batchSize);
  const line = fitLine(bests.map(({ batchSize, rate }) => ({ x: Math.log10(batchSize), y: Math.log10(rate) })));
  return { ...summary, kind: 'batch-sizes', outcomes, bests, line };
}

/** The best rate with each seed of which all runs have ended; only of batch sizes that learned, and where it lies between others. */
function bestRatesOf({ variants, zone }: GroupSummary, runs: readonly RunOverview[]): number[] {
  if (!zone) return [];
  const own = runs.filter(({ variant }) => variants.some(({ id }) => id === variant));
  return [...new Set(own.map(({ seed }) => seed))].flatMap((seed) => {
    const ofSeed = own.filter((run) => run.seed === seed);
    if (!ofSeed.every(({ state }) => isEndState(state))) return [];
    const best = bestRate(
      ofSeed.flatMap(({ facts: { rate }, result }) =>
        rate === null || !result || result.score === null ? [] : { rate, score: result.score },
      ),
    );
    return best?.isBracketed ? [best.rate] : [];
  });
}
