import type { RunOverview } from '../../domain/experiment.ts';
import { extrasOf } from '../../domain/runExtras.ts';
import type { KindSummary } from '../../kinds/kind.ts';
import { findingsOf, runVerdict } from '../../kinds/runJudgement.ts';

/** A run as all documents list it. Others rely on its shape: fields may be added, none may change. */
export function runJson(run: RunOverview, summary: KindSummary): object {
  const { index, facts, seed, spec, state, result } = run;
  const findings = findingsOf(run, result?.findings ?? [], summary);
  return {
    index,
    learningRate: facts.rate,
    optimizer: facts.optimizer,
    ...(spec?.schedule && { schedule: spec.schedule }),
    ...(spec && extrasOf(spec)),
    batchSize: facts.batchSize,
    seed,
    engine: spec?.engine ?? null,
    state,
    reason: result?.reason ?? null,
    verdict: result && runVerdict(run, findings, summary),
    epochs: (result?.epochs ?? []).map(({ epoch, loss, accuracy, seconds: training }) => ({
      epoch,
      loss,
      accuracy,
      seconds: training,
    })),
    findings: findings.map(({ code: _, args: __, ...finding }) => finding),
    imagesPerSecond: result?.imagesPerSecond ?? null,
  };
}
