import type { ExperimentOverview, RunOverview } from '../../domain/experiment.ts';
import { runsOf } from '../../domain/experiment.ts';
import type { Verdict } from '../../domain/finding.ts';
import { poolEstimates, roundRate } from '../../domain/diagnosis/rateEstimate.ts';
import type { RateEstimate } from '../../domain/diagnosis/rateEstimate.ts';
import { lossToBeat } from '../../domain/guessing.ts';
import { isEndState } from '../../domain/run.ts';
import { suggestRate } from '../../domain/suggestedRate.ts';
import { groupId } from '../../domain/variant.ts';
import type { Variant } from '../../domain/variant.ts';
import { goldilocksZone, verdictAt } from '../../domain/zone.ts';
import type { KindSummary } from '../kind.ts';
import { compareRuns } from './comparison.ts';
import type { GroupSummary, VariantOutcome } from './groupSummary.ts';

/** A variant of which some seeds learned and others did not: its result depends on the seed as well as the rate. */
export interface CollapsedVariant {
  readonly variant: string;
  readonly label: string;
  readonly collapsed: number;
  readonly seeds: number;
}

/** The outcome of runs in groups that differ in the rate, the same for the command line, the panel and the report. */
export interface GroupedSummary extends KindSummary {
  readonly groups: readonly GroupSummary[];
  /** Of the first group that has one. */
  readonly suggestedRate: number | null;
  readonly collapsed: readonly CollapsedVariant[];
}

/** The outcome of a sweep. */
export interface SweepSummary extends GroupedSummary {
  readonly kind: 'sweep';
}

/** A seed that ends above this share of the initial loss has learned practically nothing. */
const COLLAPSED_SHARE = 0.9;
/** It counts as collapsed only if another seed ended below this share; otherwise the rate is merely too low or too high. */
const LEARNED_SHARE = 0.5;

export function summarizeSweep(experiment: Pick<ExperimentOverview, 'variants' | 'runs'>): SweepSummary {
  return { kind: 'sweep', ...summarizeGroups(experiment) };
}

/**
 * Judges the runs that have ended; the others are left out.
 * @param confirms the rate that the runs confirm, if they do
 */
export function summarizeGroups(
  { variants, runs }: Pick<ExperimentOverview, 'variants' | 'runs'>,
  confirms: number | null = null,
): Omit<GroupedSummary, 'kind'> {
  const groups = [...new Set(variants.map(groupId))].map((id) =>
    summarizeGroup(
      id,
      variants.filter((variant) => groupId(variant) === id),
      runs,
      confirms,
    ),
  );
  const verdicts = Object.fromEntries(groups.flatMap(verdictsOf));
  return {
    groups,
    verdicts,
    suggestedRates: Object.fromEntries(
      groups.flatMap((group) => {
        const rate = rateToTry(group);
        return rate === null ? [] : group.outcomes.map(({ variant }) => [variant, rate]);
      }),
    ),
    suggestedRate: groups.find(({ suggestion }) => suggestion)?.suggestion?.rate ?? null,
    collapsed: groups.flatMap(({ outcomes }) => outcomes.flatMap((outcome) => collapseOf(outcome, variants))),
    comparisons: compareRuns(runs, groups, verdicts),
  };
}

function summarizeGroup(
  id: string,
  variants: readonly Variant[],
  runs: readonly RunOverview[],
  confirms: number | null,
): GroupSummary {
  const outcomes = variants.flatMap((variant) => outcomeOf(variant, runs));
  const zone = goldilocksZone(outcomes);
  const edge = zone && edgeOf(zone.best, [...outcomes.map(({ rate }) => rate), ...pendingRates(variants, runs)]);
  return {
    id,
    variants,
    outcomes,
    zone,
    suggestion: zone && suggestRate(outcomes, zone, confirms),
    edge,
    // A single run says as much in its own findings.
    estimate:
      outcomes.length < 2 || (zone && edge === null)
        ? null
        : poolEstimates(variants.flatMap((variant) => estimatesOf(variant, runs))),
  };
}

/** Where the curves of a variant's finished runs put the middle of the zone. */
function estimatesOf(variant: Variant, runs: readonly RunOverview[]): RateEstimate[] {
  return runsOf(runs, variant).flatMap(({ result }) =>
    result?.state === 'finished' ? (result.findings.find(({ estimate }) => estimate)?.estimate ?? []) : [],
  );
}

/**
 * The rate that findings propose: that of the zone, or what the curves show together where there is none, or where the best rate is the
 * lowest or the highest of all and the curves point beyond it.
 */
export function rateToTry({ zone, suggestion, edge, estimate }: GroupSummary): number | null {
  const estimated = estimate && roundRate(estimate.rate);
  if (!zone || estimated === null) return suggestion?.rate ?? estimated;
  const isBeyond = edge === 'low' ? estimated < zone.low : estimated > zone.high;
  return isBeyond ? estimated : (suggestion?.rate ?? null);
}

/** Empty if no run of the variant can be judged: runs that failed or were interrupted say nothing about their rate. */
function outcomeOf(variant: Variant, all: readonly RunOverview[]): VariantOutcome[] {
  const { rate } = variant.values;
  // A pruned run was given up as worse than others: no score of its own, and never just right.
  const judged = runsOf(all, variant).flatMap(({ facts, result }) => {
    const score = result?.state === 'pruned' ? Infinity : (result?.score ?? null);
    return result && score !== null ? [{ facts, result, score: Number.isNaN(score) ? Infinity : score }] : [];
  });
  if (rate === undefined || judged.length === 0) return [];
  return [
    {
      variant: variant.id,
      rate,
      pruned: judged.filter(({ result }) => result.state === 'pruned').length,
      scores: judged.map(({ score }) => score),
      errors: judged.flatMap(({ result }) => result.scoreError ?? []),
      initialLosses: judged.flatMap(({ facts, result: { initialLoss } }) =>
        initialLoss !== null && Number.isFinite(initialLoss) ? lossToBeat(initialLoss, facts.baseline) : [],
      ),
    },
  ];
}

/** By variant; see verdictAt. Without a zone there are no verdicts. */
function verdictsOf({ outcomes, zone }: GroupSummary): [string, Verdict][] {
  return zone ? outcomes.map(({ variant, rate }) => [variant, verdictAt(rate, zone)]) : [];
}

/** Rates of which a run has not ended yet. */
function pendingRates(variants: readonly Variant[], runs: readonly RunOverview[]): number[] {
  return variants.flatMap((variant) =>
    runsOf(runs, variant).some(({ state }) => !isEndState(state)) ? (variant.values.rate ?? []) : [],
  );
}

function edgeOf(best: number, tried: readonly number[]): 'low' | 'high' | null {
  const lower = tried.some((rate) => rate < best);
  const higher = tried.some((rate) => rate > best);
  if (lower === higher) return null;
  return lower ? 'high' : 'low';
}

function collapseOf(
  { variant, pruned, scores, initialLosses }: VariantOutcome,
  variants: readonly Variant[],
): CollapsedVariant[] {
  const initial = Math.max(...initialLosses);
  if (!scores.some((score) => score <= LEARNED_SHARE * initial)) return [];
  // A pruned run may have learned, only too slowly.
  const collapsed = scores.filter((score) => score > COLLAPSED_SHARE * initial).length - pruned;
  const { label } = variants.find(({ id }) => id === variant)!;
  return collapsed > 0 ? [{ variant, label, collapsed, seeds: scores.length }] : [];
}
