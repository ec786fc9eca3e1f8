import type { RunOverview } from '../../src/domain/experiment.ts';
import { SLOW_FAST_FURIOUS } from '../../src/domain/presets.ts';
import type { RunResult, RunSpec, Sample } from '../../src/domain/run.ts';
import { presetChoice, planSweep } from '../../src/domain/sweepPlan.ts';
import { scoreOf } from '../../src/domain/zone.ts';

/** A run of the small network on a few of MNIST's images: real, and done in a moment. */
export function smallSpec(overrides: Partial<RunSpec> = {}): RunSpec {
  const [spec] = planSweep({ ...presetChoice(SLOW_FAST_FURIOUS), learningRates: [0.01], epochs: 2 });
  return { ...spec, dataset: { ...spec.dataset, train: 256, test: 64 }, ...overrides };
}

/** A run that trains for minutes, for tests that stop it before. */
export function longSpec(overrides: Partial<RunSpec> = {}): RunSpec {
  return smallSpec({ dataset: { ...smallSpec().dataset, train: 10_000 }, epochs: 1000, ...overrides });
}

/** A finished run with the given losses by step; the first is the one before training. */
export function finishedRun(index: number, learningRate: number, losses: readonly number[], seed = 1): RunOverview {
  const series: Sample[] = losses.map((loss, step) => ({ step, loss }));
  const result: RunResult = {
    state: 'finished',
    reason: null,
    engine: 'wasm simd',
    epochs: [],
    imagesPerSecond: 1000,
    initialLoss: losses[0],
    score: scoreOf(losses.slice(1)),
    findings: [],
    series,
  };
  return { index, spec: smallSpec({ learningRate, seed }), state: 'finished', elsewhere: false, result };
}

/** So many losses on a straight line from the first value to the last. */
export function line(from: number, to: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => from + ((to - from) * step) / (steps - 1));
}
