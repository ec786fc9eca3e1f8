import type { RunOverview } from '../../domain/experiment.ts';
import type { EpochSummary, RunSpec, Sample } from '../../domain/run.ts';
import { stepsPerEpoch, totalSteps } from '../../domain/sweepPlan.ts';
import type { PanelRun } from '../../protocol/panel.ts';
import { RunTracker } from '../../runs/runTracker.ts';

/** A run for the panel: from its result once it has one, before that from the tracker that follows it. */
export function panelRun({ index, spec, state, elsewhere, result }: RunOverview, tracker: RunTracker | null): PanelRun {
  const findings = result?.findings ?? [];
  if (result) {
    const { reason, epochs, initialLoss, score, imagesPerSecond, engine } = result;
    const progress = state === 'finished' ? 1 : shareOf(spec, result.series.at(-1)?.step ?? 0);
    return { index, state, elsewhere, reason, epochs, initialLoss, score, imagesPerSecond, engine, findings, progress };
  }
  const [first] = tracker?.samples ?? [];
  return {
    index,
    state,
    elsewhere,
    reason: tracker?.ended?.reason ?? null,
    epochs: tracker?.epochs ?? [],
    initialLoss: first?.step === 0 ? (first.loss ?? null) : null,
    score: null,
    imagesPerSecond: tracker?.imagesPerSecond ?? null,
    engine: tracker?.context?.engine ?? null,
    findings,
    progress: shareOf(spec, tracker?.samples.at(-1)?.step ?? 0),
  };
}

/** A tracker for a run that nobody here trains, from the measurements on disk. */
export function trackerFrom(index: number, spec: RunSpec, samples: readonly Sample[]): RunTracker {
  const tracker = new RunTracker(index, spec);
  tracker.take({ type: 'started', run: '', context: { unit: 'step', total: totalSteps(spec) } });
  tracker.take({ type: 'samples', samples });
  for (const epoch of epochsFrom(spec, samples)) tracker.take({ type: 'epoch', epoch });
  return tracker;
}

/** The epochs that are complete: metrics tell them by the test after each. */
function epochsFrom(spec: RunSpec, samples: readonly Sample[]): EpochSummary[] {
  const steps = stepsPerEpoch(spec);
  const sums = new Map<number, { loss: number; count: number }>();
  for (const { step, loss } of samples) {
    if (loss === undefined || step === 0) continue;
    const epoch = Math.ceil(step / steps);
    const sum = sums.get(epoch) ?? { loss: 0, count: 0 };
    sums.set(epoch, { loss: sum.loss + loss, count: sum.count + 1 });
  }
  let before = 0;
  return samples.flatMap(({ step, epoch, validationAccuracy, validationLoss, seconds }) => {
    const sum = epoch === undefined ? undefined : sums.get(epoch);
    if (epoch === undefined || validationAccuracy === undefined || !sum) return [];
    const taken = (seconds ?? before) - before;
    before += taken;
    return {
      epoch,
      step,
      loss: sum.loss / sum.count,
      accuracy: validationAccuracy,
      validationLoss: validationLoss ?? null,
      seconds: taken,
      images: spec.dataset.train,
    };
  });
}

function shareOf(spec: RunSpec, step: number): number {
  return Math.min(1, step / totalSteps(spec));
}
