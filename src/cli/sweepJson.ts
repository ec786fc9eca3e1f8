import type { ExperimentOverview } from '../domain/experiment.ts';
import { verdictOf } from '../domain/finding.ts';
import { extrasOf } from '../domain/runExtras.ts';
import { summarizeSweep } from '../domain/sweepSummary.ts';

/**
 * What `goldilocks sweep --json` prints. Others rely on its shape: fields may join, none may change.
 * @param folder absolute path of the experiment
 * @param seconds from the sweep's start to its end
 */
export function sweepJson({ record, runs }: ExperimentOverview, folder: string, seconds: number): object {
  const { zone, suggestedRate } = summarizeSweep(runs);
  return {
    experiment: folder,
    engine: record.engine.name,
    build: record.engine.build,
    runs: runs.map(({ index, spec, state, result }) => ({
      index,
      learningRate: spec.learningRate,
      optimizer: spec.optimizer.name,
      ...(spec.schedule && { schedule: spec.schedule }),
      ...extrasOf(spec),
      batchSize: spec.batchSize,
      seed: spec.seed,
      engine: spec.engine,
      state,
      reason: result?.reason ?? null,
      verdict: verdictOf(result?.findings ?? []),
      epochs: (result?.epochs ?? []).map(({ epoch, loss, accuracy, seconds: training }) => ({
        epoch,
        loss,
        accuracy,
        seconds: training,
      })),
      findings: result?.findings ?? [],
      imagesPerSecond: result?.imagesPerSecond ?? null,
    })),
    zone,
    suggestedRate,
    seconds,
  };
}
