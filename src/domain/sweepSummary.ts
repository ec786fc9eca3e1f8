import type { RunOverview } from './experiment.ts';
import { lossToBeat } from './guessing.ts';
import type { RunState } from './run.ts';
import { goldilocksZone } from './zone.ts';
import type { RateOutcome, Zone } from './zone.ts';

/** A rate at which some seeds learned and others did not: luck decides there, not only the rate. */
export interface CollapsedRate {
  readonly learningRate: number;
  readonly collapsed: number;
  readonly seeds: number;
}

/** What a sweep amounts to, the same for the command line, the panel and the report. */
export interface SweepSummary {
  /** By ascending rate, one score a seed; only rates of which a run ended with a score or was pruned. */
  readonly outcomes: readonly RateOutcome[];
  readonly zone: Zone | null;
  readonly suggestedRate: number | null;
  /** Set when the best rate is the lowest or the highest tried, so that a better one may lie outside. */
  readonly edge: 'low' | 'high' | null;
  readonly collapsed: readonly CollapsedRate[];
}

/** A seed that kept more than this share of the initial loss has learned nothing worth the name. */
const COLLAPSED_SHARE = 0.9;

/** Only beside a seed that at least halved the loss is that a collapse; otherwise the rate is merely slow or too high. */
const LEARNED_SHARE = 0.5;

/** States from which nothing is known of the rate; while a run is queued or running something may still come. */
const UNKNOWN: readonly RunState[] = ['failed', 'cancelled', 'interrupted'];

/** Judges the runs that have ended; those under way are left out until they have. */
export function summarizeSweep(runs: readonly RunOverview[]): SweepSummary {
  const outcomes = outcomesOf(runs);
  const zone = goldilocksZone(outcomes);
  return {
    outcomes,
    zone,
    suggestedRate: zone?.best ?? null,
    edge: zone && edgeOf(zone.best, runs),
    collapsed: outcomes.flatMap(collapseOf),
  };
}

function outcomesOf(runs: readonly RunOverview[]): RateOutcome[] {
  const rates = new Map<number, { scores: number[]; initialLosses: number[] }>();
  for (const { spec, result } of runs) {
    // A pruned run was given up as worse than others: no score of its own, and never just right.
    const score = result?.state === 'pruned' ? Infinity : (result?.score ?? null);
    if (!result || score === null) continue;
    const rate = rates.get(spec.learningRate) ?? { scores: [], initialLosses: [] };
    rates.set(spec.learningRate, rate);
    rate.scores.push(Number.isNaN(score) ? Infinity : score);
    if (result.initialLoss !== null && Number.isFinite(result.initialLoss))
      rate.initialLosses.push(lossToBeat(spec.network, result.initialLoss));
  }
  return [...rates]
    .map(([learningRate, rate]) => ({ learningRate, ...rate }))
    .sort((a, b) => a.learningRate - b.learningRate);
}

function edgeOf(best: number, runs: readonly RunOverview[]): 'low' | 'high' | null {
  const tried = runs.filter((run) => !UNKNOWN.includes(run.state)).map((run) => run.spec.learningRate);
  const lower = tried.some((rate) => rate < best);
  const higher = tried.some((rate) => rate > best);
  if (lower === higher) return null;
  return lower ? 'high' : 'low';
}

function collapseOf({ learningRate, scores, initialLosses }: RateOutcome): CollapsedRate[] {
  const initial = Math.max(...initialLosses);
  if (!scores.some((score) => score <= LEARNED_SHARE * initial)) return [];
  const collapsed = scores.filter((score) => score > COLLAPSED_SHARE * initial).length;
  return collapsed > 0 ? [{ learningRate, collapsed, seeds: scores.length }] : [];
}
