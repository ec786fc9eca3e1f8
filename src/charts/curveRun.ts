import type { Finding, Verdict } from '../domain/finding.ts';
import type { EpochSummary } from '../domain/run.ts';
import type { RunFacts } from '../domain/runFacts.ts';
import type { RunSeries } from '../domain/series.ts';

/** What the curves need of a run, whether it has ended or is still training. */
export interface CurveRun {
  /** Id of its variant. */
  readonly variant: string;
  readonly seed: number | null;
  /** What it is called where its variant stands for a group of runs. */
  readonly name?: string;
  readonly facts: RunFacts;
  readonly verdict: Verdict | null;
  /** What its own curve shows. */
  readonly findings: readonly Finding[];
  /** Whether no more measurements will come. */
  readonly ended: boolean;
  /** Loss before the first update; null if it was not measured. */
  readonly initialLoss: number | null;
  /** See scoreOf; null before the end, and without a loss. */
  readonly score: number | null;
  readonly epochs: readonly EpochSummary[];
  /** The metrics that the figures draw. */
  readonly series: RunSeries;
}

/** A run with its places in the experiment. */
export interface ShownRun extends CurveRun {
  /** Its index among the runs. */
  readonly index: number;
  /** The index of its variant among the variants. */
  readonly variantIndex: number;
}

/** Steps of an epoch, where all runs agree on it; null otherwise. */
export function commonStepsPerEpoch(runs: readonly Pick<CurveRun, 'facts'>[]): number | null {
  const [first] = runs;
  const steps = first?.facts.stepsPerEpoch ?? null;
  return runs.every(({ facts }) => facts.stepsPerEpoch === steps) ? steps : null;
}
