import assert from 'node:assert/strict';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import type { EpochSummary, RunSpec, Sample } from '../../../src/domain/run.ts';
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

/** What a training told and left behind, but for the seconds. */
interface Outcome {
  readonly samples: readonly Sample[];
  readonly epochs: readonly EpochSummary[];
  readonly engine: EngineState;
}

/** A place where a training can be interrupted: its state there, and what it had told. */
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
      sample: ({ seconds: _, ...sample }) => samples.push(sample),
      epoch: (epoch) => epochs.push({ ...epoch, seconds: 0 }),
      breathe: async (save) =>
        void (save && interruptions.push({ state: save(), samples: [...samples], epochs: [...epochs] })),
    },
    from,
  );
  return { samples, epochs, engine: engine.saveState(), interruptions };
}

async function assertContinues(spec: RunSpec): Promise<void> {
  const { interruptions, ...whole } = await trained(spec);
  // After each of three batches, and after each of two of test images, in three epochs.
  assert.deepEqual(
    interruptions.map(({ state }) => state.step),
    [1, 2, 3, 3, 3, 4, 5, 6, 6, 6, 7, 8, 9, 9, 9],
  );
  for (const { state, samples, epochs } of interruptions) {
    const { interruptions: _, ...rest } = await trained(spec, state);
    assert.deepEqual(
      { samples: [...samples, ...rest.samples], epochs: [...epochs, ...rest.epochs], engine: rest.engine },
      whole,
    );
  }
}

describe('a training that was interrupted anywhere and continued', function () {
  this.timeout(60_000);

  for (const optimizer of Object.values(DEFAULT_OPTIMIZERS)) {
    it(`ends as one that was not, to the bit, with ${optimizer.name}`, () => assertContinues({ ...SPEC, optimizer }));
  }

  it('ends as one that was not, to the bit, with RMSProp with momentum', () =>
    assertContinues({ ...SPEC, optimizer: { ...DEFAULT_OPTIMIZERS.rmsprop, momentum: 0.9 } }));

  it('ends as one that was not with a schedule that depends on the step', () =>
    assertContinues({ ...SPEC, schedule: { name: 'cosine', end: 0, warmup: 2 } }));

  it('ends as one that was not with a schedule that depends on the losses', async () => {
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

  it('counts the seconds before the interruption as its own', async () => {
    const { interruptions } = await trained(SPEC);
    const [state] = interruptions.map((interruption) => interruption.state).filter(({ step }) => step === 5);
    const seconds: number[] = [];
    const listener = {
      sample: () => undefined,
      epoch: (epoch: EpochSummary) => void seconds.push(epoch.seconds),
      breathe: () => Promise.resolve(),
    };
    await train(SPEC, randomEngine(engineConfig(SPEC), 1), listener, {
      ...state,
      seconds: 1000,
      epochs: [{ ...state.epochs[0], seconds: 600 }],
    });
    assert.ok(seconds[0] > 400 && seconds[0] < 500, `${seconds[0]} s in the epoch that was interrupted`);
    assert.ok(seconds[1] < 100, `${seconds[1]} s in the next one`);
  });

  it('is not changed by having its state taken', async () => {
    const engine = randomEngine(engineConfig(SPEC), 1);
    await train(SPEC, engine, { sample: () => undefined, epoch: () => undefined, breathe: () => Promise.resolve() });
    assert.deepEqual((await trained(SPEC)).engine, engine.saveState());
  });
});
