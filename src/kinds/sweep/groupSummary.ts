import type { RateEstimate } from '../../domain/diagnosis/rateEstimate.ts';
import type { SuggestedRate } from '../../domain/suggestedRate.ts';
import type { Variant } from '../../domain/variant.ts';
import type { RateOutcome, Zone } from '../../domain/zone.ts';

/** The outcome of a variant. */
export interface VariantOutcome extends RateOutcome {
  readonly variant: string;
  /** How many of the scores stand for runs that were pruned. */
  readonly pruned: number;
}

/** Variants that are equal but for the rate, and the zone among them. */
export interface GroupSummary {
  /** See groupId. */
  readonly id: string;
  readonly variants: readonly Variant[];
  /** By ascending rate, only variants of which a run has a score or was pruned. */
  readonly outcomes: readonly VariantOutcome[];
  readonly zone: Zone | null;
  readonly suggestion: SuggestedRate | null;
  /** Set when the best rate is the lowest or the highest of those tried or still to come, so that a better one may lie outside. */
  readonly edge: 'low' | 'high' | null;
  /** What the curves of all runs show of the middle of the zone together; null where rates on both sides of it were tried. */
  readonly estimate: RateEstimate | null;
}
