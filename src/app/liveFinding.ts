import type { ExperimentOverview, RunOverview } from '../domain/experiment.ts';
import type { Finding } from '../domain/finding.ts';
import type { KindSummary } from '../kinds/kind.ts';
import { findingsOf } from '../kinds/runJudgement.ts';
import type { TrainingRun } from './liveTraining.ts';

/** What is wrong with a run that trains now. */
export interface LiveFinding {
  readonly run: RunOverview;
  readonly finding: Finding;
}

/** The first error in the runs that train now, or without one the first warning; null where all is well. */
export function liveFinding(
  { runs }: Pick<ExperimentOverview, 'runs'>,
  training: readonly Pick<TrainingRun, 'tracker' | 'result'>[],
  summary: KindSummary,
): LiveFinding | null {
  const found = runs.flatMap((run) => {
    const { tracker, result } = training[run.index];
    if (result !== null || tracker.state !== 'running') return [];
    return findingsOf(run, tracker.findings, summary).map((finding) => ({ run, finding }));
  });
  const of = (severity: Finding['severity']) => found.find(({ finding }) => finding.severity === severity);
  return of('error') ?? of('warning') ?? null;
}
