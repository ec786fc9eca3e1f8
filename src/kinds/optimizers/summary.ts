import type { ExperimentOverview } from '../../domain/experiment.ts';
import type { Optimizer } from '../../domain/optimizer.ts';
import { serializeOptimizer } from '../../domain/optimizerText.ts';
import { zoneWidth } from '../../domain/zoneWidth.ts';
import type { ZoneWidth } from '../../domain/zoneWidth.ts';
import type { GroupSummary } from '../sweep/groupSummary.ts';
import { summarizeGroups } from '../sweep/summary.ts';
import type { GroupedSummary } from '../sweep/summary.ts';
import type { OptimizersChoice } from './choice.ts';

/** What the runs with an optimizer show. */
export interface OptimizerOutcome {
  readonly optimizer: Optimizer;
  readonly group: GroupSummary;
  /** Null without a zone. */
  readonly width: ZoneWidth | null;
}

/** The outcome of a comparison of optimizers. */
export interface OptimizersSummary extends GroupedSummary {
  readonly kind: 'optimizers';
  /** The widest zone first, without a zone last. */
  readonly outcomes: readonly OptimizerOutcome[];
}

/** Judges the runs that have ended, each optimizer's as a sweep of its own. */
export function summarizeOptimizers({ record, variants, runs }: ExperimentOverview): OptimizersSummary {
  const summary = summarizeGroups({ variants, runs });
  const { optimizers } = record.choice as OptimizersChoice;
  const outcomes = summary.groups.flatMap((group): OptimizerOutcome[] => {
    const own = group.variants[0]?.values.optimizer;
    const optimizer = optimizers.find((each) => serializeOptimizer(each.optimizer) === own)?.optimizer;
    const width =
      group.zone &&
      zoneWidth(
        group.zone,
        group.outcomes.map(({ rate }) => rate),
      );
    return optimizer ? [{ optimizer, group, width }] : [];
  });
  return { ...summary, kind: 'optimizers', outcomes: outcomes.sort((a, b) => rank(b) - rank(a)) };
}

/** By what is certain of the width, then by what is possible. */
function rank({ width }: OptimizerOutcome): number {
  if (!width) return -1;
  const possible = width.below ?? width.atLeast;
  return width.atLeast + possible / 1000;
}
