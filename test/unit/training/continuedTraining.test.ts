import assert from 'node:assert/strict';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import type { EpochSummary, RunSpec } from '../../../src/domain/run.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import type { EngineState } from '../../../src/training/engine.ts';
import { engineConfig } from '../../../src/training/engines.ts';
import { train } from '../../../src/training/trainer.ts';
import type { TrainingState } from '../../../src/training/trainingState.ts';
import { randomEngine } from '../../support/engine.ts';
import { smallSpec } from '../../support/runs.ts';

/** A tiny network; three batches an epoch, the last one short, and two of test images. */
const SPEC = smallSpec({
  network: {
    input: [8, 8, 1],
    blocks: [{ channels: 4, kernel: 3, same: false, pool: 2 }],
    hidden: [6],
    outputs: 4,
    loss: 'cross-entropy',
  },
  batchSize: 10,
  epochs: 3,
  dataset: { name: 'MNIST', folder: null, train: 25, test: 15 },
});

/** Everything that a training reported and computed, except for the seconds. */
interface Outcome {
  readonly samples: readonly Sample[];
  readonly epochs: readonly EpochSummary[];
  readonly engine: EngineState;
}

/** A point where a training can be interrupted: its state, and what it had reported. */
interface Interruption {
  readonly state: TrainingState;
  readonly samples: readonly Sample[];
  readonly epochs: readonly EpochSummary[];
}

async function trained(
  spec: RunSpec,
  from: TrainingState | null = null,
): Promise<Outcome & { readonly interruptions: readonly Interruption[] }> {
  const engine = randomEngine(engineConfig(spec), 1);
  const samples: Sample[] = [];
  const epochs: EpochSummary[] = [];
  const interruptions: Interruption[] = [];
  await train(
    spec,
    engine,
    {
      onSample: ({ seconds: _, ...sample }) => samples.push(sample),
      onEpochEnd: (epoch) => epochs.push({ ...epoch, seconds: 0 }),
      onBatchEnd: async (save) =>
        void (save && interruptions.push({ state: save(), samples: [...samples], epochs: [...epochs] })),
    },
    { from },
  );
  return { samples, epochs, engine: engine.saveState(), interruptions };
}

/** After each of three batches, and after each of two batches of test images, in three epochs. */
const STEPS = [1, 2, 3, 3, 3, 4, 5, 6, 6, 6, 7, 8, 9, 9, 9];

/** Interrupts a training at each point where it can be, and compares what it is continued to with one that was not interrupted. */
async function assertContinues(spec: RunSpec, steps = STEPS): Promise<void> {
  const { interruptions, ...whole } = await trained(spec);
  assert.deepEqual(
    interruptions.map(({ state }) => state.step),
    steps,
  );
  for (const { state, samples, epochs } of interruptions) {
    const { interruptions: _, ...rest } = await trained(spec, state);
    assert.deepEqual(
      { samples: [...samples, ...rest.samples], epochs: [...epochs, ...rest.epochs], engine: rest.engine },
      whole,
    );
  }
}

describe('a training that was interrupted and continued', function () {
  this.timeout(60_000);

  for (const optimizer of Object.values(DEFAULT_OPTIMIZERS)) {
    it(`computes the same numbers, to the bit, with ${optimizer.name}`, () => assertContinues({ ...SPEC, optimizer }));
  }

  it('computes the same numbers, to the bit, with RMSProp with momentum', () =>
    assertContinues({ ...SPEC, optimizer: { ...DEFAULT_OPTIMIZERS.rmsprop, momentum: 0.9 } }));

  it('computes the same numbers with a schedule that depends on the step', () =>
    assertContinues({ ...SPEC, schedule: { name: 'cosine', end: 0, warmup: 2 } }));

  it('computes the same numbers with a schedule that depends on the losses', async () => {
    const schedule: RunSpec['schedule'] = {
      name: 'reduce-on-plateau',
      factor: 0.5,
      patience: 0,
      threshold: 0.9,
      cooldown: 0,
      end: 0,
    };
    const { samples } = await trained({ ...SPEC, schedule });
    assert.ok(
      samples.some(({ rate }) => rate !== undefined),
      'the rate was lowered',
    );
    await assertContinues({ ...SPEC, schedule });
  });

  it('computes the same numbers in a run that ends in the middle of an epoch', () =>
    assertContinues({ ...SPEC, steps: 5 }, STEPS.slice(0, 7)));

  it('computes the same numbers in a range test that stops when its loss has diverged', async () => {
    const rangeTest: RunSpec = {
      ...SPEC,
      optimizer: { name: 'sgd' },
      dataset: { ...SPEC.dataset, train: 45, test: 0 },
      epochs: 20,
      learningRate: 1e-3,
      schedule: { name: 'exponential', factor: 1e6, every: 59 },
      steps: 60,
      stopAbove: 4,
    };
    const { samples } = await trained(rangeTest);
    const { step, loss } = samples.at(-1)!;
    assert.ok(step < 60 && Number.isFinite(loss), `stopped after step ${step} with the loss ${loss}`);
    await assertContinues(
      rangeTest,
      Array.from({ length: step }, (_, index) => index + 1),
    );
  });

  it('counts the seconds before the interruption', async () => {
    const { interruptions } = await trained(SPEC);
    const [state] = interruptions.map((interruption) => interruption.state).filter(({ step }) => step === 5);
    const seconds: number[] = [];
    const listener = {
      onSample: () => undefined,
      onEpochEnd: (epoch: EpochSummary) => void seconds.push(epoch.seconds),
      onBatchEnd: () => Promise.resolve(),
    };
    await train(SPEC, randomEngine(engineConfig(SPEC), 1), listener, {
      from: { ...state, seconds: 1000, epochs: [{ ...state.epochs[0], seconds: 600 }] },
    });
    assert.ok(seconds[0] > 400 && seconds[0] < 500, `${seconds[0]} s in the epoch that was interrupted`);
    assert.ok(seconds[1] < 100, `${seconds[1]} s in the next one`);
  });

  it('is not affected by saving its state', async () => {
    const engine = randomEngine(engineConfig(SPEC), 1);
    await train(SPEC, engine, {
      onSample: () => undefined,
      onEpochEnd: () => undefined,
      onBatchEnd: () => Promise.resolve(),
    });
    assert.deepEqual((await trained(SPEC)).engine, engine.saveState());
  });
});
