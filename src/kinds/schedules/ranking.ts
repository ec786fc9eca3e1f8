import type { RunOverview } from '../../domain/experiment.ts';
import { runsOf } from '../../domain/experiment.ts';
import { pairedDifference } from '../../domain/pairedDifference.ts';
import type { Difference } from '../../domain/pairedDifference.ts';
import { median } from '../../domain/score.ts';
import type { Variant } from '../../domain/variant.ts';

/**
 * Where a variant stands beside the best: worse only if the interval of the differences, seed by seed, lies above 0. Unknown with fewer
 * than two seeds that both have.
 */
export type Standing = 'best' | 'worse' | 'unclear' | 'diverged' | 'unknown';

/** A variant among others that were trained from the same seeds. */
export interface RankedVariant {
  readonly variant: string;
  readonly label: string;
  /** Median of the final losses; Infinity if most diverged. */
  readonly score: number;
  /** Of the seed that ended lowest, and highest. */
  readonly lowest: number;
  readonly highest: number;
  /** How many have a final loss. */
  readonly seeds: number;
  readonly standing: Standing;
  /** How much higher its final loss is than the best one's; null for the best one itself, and where it is unknown. */
  readonly difference: Difference | null;
}

/** The variants of which a run has a final loss, from the lowest median to the highest. */
export function rankVariants(variants: readonly Variant[], runs: readonly RunOverview[]): RankedVariant[] {
  const scored = variants
    .map((variant) => ({ variant, scores: scoresOf(variant, runs) }))
    .filter(({ scores }) => scores.size > 0)
    .map((each) => ({ ...each, score: median([...each.scores.values()]) }))
    .sort((a, b) => compareScores(a.score, b.score));
  const [best] = scored;
  return scored.map(({ variant: { id, label }, scores, score }) => {
    const all = [...scores.values()];
    const isBest = scores === best.scores;
    const difference = isBest ? null : pairedDifference(differences(scores, best.scores));
    return {
      variant: id,
      label,
      score,
      lowest: Math.min(...all),
      highest: Math.max(...all),
      seeds: all.length,
      standing: isBest ? (score === Infinity ? 'diverged' : 'best') : standingOf(all, difference),
      difference,
    };
  });
}

/** By seed; Infinity for one that broke. */
function scoresOf(variant: Variant, runs: readonly RunOverview[]): ReadonlyMap<number, number> {
  return new Map(
    runsOf(runs, variant).flatMap(({ seed, result }): [number, number][] => {
      const score = result?.score ?? null;
      return seed === null || score === null ? [] : [[seed, Number.isNaN(score) ? Infinity : score]];
    }),
  );
}

/** Infinities are equal to each other. */
function compareScores(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function differences(own: ReadonlyMap<number, number>, best: ReadonlyMap<number, number>): number[] {
  return [...own].flatMap(([seed, score]) => {
    const other = best.get(seed);
    return other === undefined ? [] : score - other;
  });
}

function standingOf(scores: readonly number[], difference: Difference | null): Standing {
  if (scores.includes(Infinity)) return 'diverged';
  if (difference === null) return 'unknown';
  return difference.low > 0 ? 'worse' : 'unclear';
}
