import type { ExperimentOverview, ExperimentRecord, RunOverview } from '../../src/domain/experiment.ts';
import { SLOW_FAST_FURIOUS } from '../../src/domain/presets.ts';
import type { RunSpec } from '../../src/domain/run.ts';
import { factsOf } from '../../src/domain/runFacts.ts';
import { RunTracker } from '../../src/domain/runTracker.ts';
import { variantId, variantsOf } from '../../src/domain/variant.ts';
import { presetChoice, specOf } from '../../src/kinds/sweep/choice.ts';
import type { SweepChoice } from '../../src/kinds/sweep/choice.ts';
import { LABEL_FORMATS } from '../../src/kinds/sweep/plan.ts';

/** A run of the small network on a few of MNIST's images: real, and done in a moment. */
export function smallSpec(overrides: Partial<RunSpec> = {}): RunSpec {
  const spec = specOf({ ...presetChoice(SLOW_FAST_FURIOUS), epochs: 2 }, 0.01, 1, 'wasm');
  return { ...spec, dataset: { ...spec.dataset, train: 256, test: 64 }, ...overrides };
}

/** A run that trains for minutes, for tests that stop it before. */
export function longSpec(overrides: Partial<RunSpec> = {}): RunSpec {
  return smallSpec({ dataset: { ...smallSpec().dataset, train: 10_000 }, epochs: 1000, ...overrides });
}

/** A run of a sweep that finished with the given losses by step, the first of them before training; what follows from them is real. */
export function finishedRun(
  index: number,
  learningRate: number,
  losses: readonly number[],
  seed = 1,
  overrides: Partial<RunSpec> = {},
): RunOverview {
  const spec = smallSpec({ learningRate, seed, ...overrides });
  const facts = factsOf(spec);
  const tracker = new RunTracker({ facts, spec });
  tracker.apply({ type: 'started', run: String(index), facts, spec, engine: 'wasm simd' });
  tracker.apply({ type: 'samples', samples: losses.map((loss, step) => ({ step, loss })) });
  tracker.apply({ type: 'ended', state: 'finished' });
  const variant = variantId({ rate: learningRate, engine: spec.engine });
  return { index, variant, seed, facts, spec, state: 'finished', elsewhere: false, result: tracker.result() };
}

/** A sweep that has these runs. */
export function sweepOf(
  runs: readonly RunOverview[],
  record: Partial<ExperimentRecord> = {},
  change: Partial<SweepChoice> = {},
): ExperimentOverview {
  const values = runs.map(({ spec }) => ({ rate: spec!.learningRate, engine: spec!.engine }));
  const variants = variantsOf(values, LABEL_FORMATS);
  const rates = [...new Set(values.map(({ rate }) => rate))];
  const choice: SweepChoice = { ...presetChoice(SLOW_FAST_FURIOUS), preset: null, learningRates: rates, ...change };
  return {
    record: {
      format: 1,
      kind: 'sweep',
      name: 'test',
      preset: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      subject: 'built-in',
      choice,
      runner: 'workers',
      variants,
      source: null,
      versions: {},
      ...record,
    },
    variants,
    runs,
  };
}

/** So many losses on a straight line from the first value to the last. */
export function line(from: number, to: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => from + ((to - from) * step) / (steps - 1));
}
