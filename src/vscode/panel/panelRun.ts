import type { Buckets } from '../../domain/buckets.ts';
import type { RunOverview } from '../../domain/experiment.ts';
import type { RunTracker } from '../../domain/runTracker.ts';
import type { PanelRun } from '../../protocol/panel.ts';

/** A run, and what it has measured so far. */
export interface MeasuredRun {
  readonly run: PanelRun;
  /** What it has measured. */
  readonly metrics: readonly string[];
  /** A metric of it; null if it was not measured. Valid until the run measures something new. */
  readonly buckets: (metric: string) => Buckets | null;
  /** Where the series are from. When it changes, what was sent before is replaced. */
  readonly origin: string;
}

/**
 * A run for the panel: from the tracker that follows it, or from its result.
 * @param tracker null for a run that has ended, or of which nothing was measured
 */
export function panelRun(overview: RunOverview, tracker: RunTracker | null): PanelRun {
  const { index, variant, seed, facts, state, elsewhere, result } = overview;
  const own = { index, variant, seed, state, elsewhere };
  if (result) {
    const { reason, epochs, initialLoss, score, imagesPerSecond, engine, findings, series } = result;
    const newestStep = Math.max(0, ...Object.values(series).map((metric) => metric?.steps.at(-1) ?? 0));
    const done = facts.total === null ? null : Math.min(1, newestStep / facts.total);
    const progress = state === 'finished' ? 1 : done;
    const measured = { epochs, initialLoss, score, imagesPerSecond, engine, findings };
    return { ...own, facts, reason, ...measured, progress, newestStep, activity: null };
  }
  return {
    ...own,
    facts: tracker?.facts ?? facts,
    reason: tracker?.ended?.reason ?? null,
    epochs: tracker?.epochs ?? [],
    initialLoss: tracker?.initialLoss ?? null,
    score: null,
    imagesPerSecond: tracker?.imagesPerSecond ?? null,
    engine: tracker?.engine ?? null,
    findings: tracker?.findings ?? [],
    progress: tracker ? tracker.progress : facts.total === null ? null : 0,
    newestStep: tracker?.newestStep ?? 0,
    activity: tracker?.activity ?? null,
  };
}
