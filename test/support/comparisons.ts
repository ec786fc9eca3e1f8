import type { ExperimentOverview, ExperimentRecord, RunOverview } from '../../src/domain/experiment.ts';
import { createRateSchedule } from '../../src/domain/rateSchedule.ts';
import type { RunSpec } from '../../src/domain/run.ts';
import { RunTracker } from '../../src/domain/runTracker.ts';
import { totalSteps } from '../../src/domain/steps.ts';
import { planExperiment } from '../../src/kinds/kinds.ts';
import type { Choice, KindName } from '../../src/kinds/kinds.ts';

/** The loss that a made-up run falls to; NaN for one that diverges, null for one that has not begun. */
export type FinalLoss = (spec: RunSpec) => number | null;

const INITIAL_LOSS = 2.3;

/** An experiment whose runs measured a loss that falls to the given one in half of their steps, and stays; what follows from it is real. */
export function trained<K extends KindName>(kind: K, choice: Choice<K>, finalLoss: FinalLoss): ExperimentOverview {
  const plan = planExperiment(kind, choice);
  const { name, preset, variants } = plan;
  const runs = plan.runs.map(({ spec, facts, seed, variant }, index): RunOverview => {
    const tracker = new RunTracker({ facts, spec });
    const loss = finalLoss(spec!);
    if (loss !== null) {
      tracker.apply({ type: 'started', run: String(index), facts, spec: spec!, engine: 'wasm simd' });
      tracker.apply({ type: 'samples', samples: samplesOf(spec!, loss) });
      tracker.apply({ type: 'ended', state: 'finished' });
    }
    const result = loss === null ? null : tracker.result();
    const state = loss === null ? 'queued' : 'finished';
    return { index, variant: variant.id, seed, facts, spec, state, elsewhere: false, result };
  });
  const record: ExperimentRecord = {
    format: 1,
    kind,
    name,
    preset,
    createdAt: '2026-01-01T00:00:00.000Z',
    subject: 'built-in',
    choice,
    runner: 'workers',
    variants,
    source: null,
    versions: {},
  };
  return { record, variants, runs };
}

/** As a worker reports them: the rate only where it changes. */
function samplesOf(spec: RunSpec, finalLoss: number) {
  const total = totalSteps(spec);
  const schedule = createRateSchedule(spec.schedule, spec.learningRate, total);
  const end = Number.isNaN(finalLoss) ? 3 : total;
  let reported = spec.learningRate;
  const samples = Array.from({ length: end }, (_, index) => {
    const step = index + 1;
    const rate = schedule.rate(step);
    const share = Math.min(1, (2 * step) / total);
    const isLast = step === end;
    const sample = {
      step,
      loss: Number.isNaN(finalLoss) && isLast ? NaN : INITIAL_LOSS + share * ((finalLoss || 0) - INITIAL_LOSS),
      ...(rate === reported ? {} : { rate }),
    };
    reported = rate;
    return sample;
  });
  return [{ step: 0, loss: INITIAL_LOSS }, ...samples];
}
