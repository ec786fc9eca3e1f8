import { EDGE_METRICS } from '../../domain/edge.ts';
import type { ExperimentOverview, RunOverview } from '../../domain/experiment.ts';
import type { KindSummary } from '../kind.ts';

/** The edge at one point of a run. */
export interface EdgePoint {
  /** Steps done. */
  readonly step: number;
  /** The largest eigenvalue of the Hessian, preconditioned for optimizers that divide by the size of the gradients. */
  readonly eigenvalue: number;
  /** The rate above which steps along its direction grow; Infinity if the loss curves upwards nowhere. */
  readonly limit: number;
  /** The rate of the next step. */
  readonly rate: number;
}

/** The edge of a run that has ended. */
export interface RunEdge {
  readonly index: number;
  readonly rate: number;
  readonly points: readonly EdgePoint[];
}

/** The outcome of a measurement of the edge. */
export interface EdgeSummary extends KindSummary {
  readonly kind: 'edge';
  /** By ascending rate. */
  readonly edges: readonly RunEdge[];
}

export function summarizeEdge({ runs }: ExperimentOverview): EdgeSummary {
  const edges = runs
    .filter(({ result }) => result !== null)
    .map((run) => ({ index: run.index, rate: run.facts.rate!, points: pointsOf(run) }))
    .sort((a, b) => a.rate - b.rate);
  return { kind: 'edge', verdicts: {}, comparisons: {}, suggestedRates: {}, edges };
}

/** All that was measured; empty for a run without a result. */
export function pointsOf({ result }: RunOverview): EdgePoint[] {
  const { eigenvalue, limit, rate } = EDGE_METRICS;
  const measured = result?.series[eigenvalue];
  return Array.from(measured?.steps ?? [], (step, index) => ({
    step,
    eigenvalue: measured!.values[index],
    limit: result!.series[limit]!.values[index],
    rate: result!.series[rate]!.values[index],
  }));
}
