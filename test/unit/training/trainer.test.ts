import assert from 'node:assert/strict';
import { parameterTensors } from '../../../src/domain/network.ts';
import type { EpochSummary, RunSpec, Sample } from '../../../src/domain/run.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import type { Engine, EngineState, Split, StepMeasurements } from '../../../src/training/engine.ts';
import { train } from '../../../src/training/trainer.ts';
import { smallSpec } from '../../support/runs.ts';

const SPEC = smallSpec({ batchSize: 10, epochs: 2, dataset: { name: 'MNIST', folder: null, train: 25, test: 15 } });

/** Stands in for an engine: keeps what it is asked and answers with losses from a list. */
class ScriptedEngine implements Engine {
  readonly name = 'wasm';
  readonly build = 'scripted';
  readonly parameters = parameterTensors(SPEC.network);
  readonly weights: Float32Array[] = [];
  measured: StepMeasurements = {};
  readonly orders: number[][] = [];
  readonly steps: [start: number, count: number, rate: number][] = [];
  readonly evaluations: [split: Split, start: number, count: number][] = [];

  constructor(
    private readonly losses: (step: number) => number,
    private readonly testLoss = 2,
  ) {}

  images = (): Uint8Array => new Uint8Array();
  labels = (): Uint8Array => new Uint8Array();
  setOrder = (order: Uint32Array): void => void this.orders.push([...order]);
  writeWeights = (index: number, values: Float32Array): void => void (this.weights[index] = values);
  readWeights = (index: number): Float32Array => this.weights[index];
  readGradients = (): Float32Array => new Float32Array();
  gradients = (): number => 0;
  measurements = (): StepMeasurements => this.measured;
  saveState = (): EngineState => ({ steps: this.steps.length, weights: this.weights, moments: [] });
  restoreState = (): void => undefined;

  trainStep(start: number, count: number, rate: number): number {
    this.steps.push([start, count, rate]);
    return this.losses(this.steps.length);
  }

  evaluate(split: Split, start: number, count: number): { lossSum: number; correct: number } {
    this.evaluations.push([split, start, count]);
    return { lossSum: (split === 'test' ? this.testLoss : 2) * count, correct: count / 5 };
  }
}

async function trained(
  losses: (step: number) => number,
  spec: RunSpec = SPEC,
  testLoss = 2,
): Promise<{ engine: ScriptedEngine; samples: Sample[]; epochs: EpochSummary[]; breaths: number }> {
  const engine = new ScriptedEngine(losses, testLoss);
  const samples: Sample[] = [];
  const epochs: EpochSummary[] = [];
  let breaths = 0;
  await train(spec, engine, {
    sample: (sample) => samples.push(sample),
    epoch: (epoch) => epochs.push(epoch),
    breathe: async () => void breaths++,
  });
  return { engine, samples, epochs, breaths };
}

describe('train', () => {
  it('visits every image once an epoch, in batches with a short last one, in a new order each time', async () => {
    const { engine } = await trained(() => 1);
    assert.deepEqual(
      engine.steps,
      [0, 1].flatMap(() => [
        [0, 10, 0.01],
        [10, 10, 0.01],
        [20, 5, 0.01],
      ]),
    );
    assert.equal(engine.orders.length, 2);
    for (const order of engine.orders)
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        Array.from({ length: 25 }, (_, index) => index),
      );
    assert.notDeepEqual(engine.orders[0], engine.orders[1]);
  });

  it('starts from the weights of the seed', async () => {
    const weights = async (seed: number): Promise<Float32Array[]> =>
      (await trained(() => 1, { ...SPEC, seed })).engine.weights;
    const first = await weights(1);
    assert.equal(first.length, SPEC.network.blocks.length * 2 + 4);
    assert.deepEqual(await weights(1), first);
    assert.notDeepEqual(await weights(2), first);
  });

  it('measures the initial loss before the first update, as the sample of step 0', async () => {
    const { engine, samples } = await trained(() => 1);
    assert.deepEqual(samples[0], { step: 0, epoch: 0, loss: 2 });
    assert.deepEqual(engine.evaluations.slice(0, 3), [
      ['train', 0, 10],
      ['train', 10, 10],
      ['train', 20, 5],
    ]);
  });

  it('weighs a short batch by its images in the mean over an epoch', async () => {
    const { epochs } = await trained((step) => (step % 3 === 0 ? 4 : 1));
    assert.equal(epochs[0].loss, (10 * 1 + 10 * 1 + 5 * 4) / 25);
  });

  it('measures the test images after each epoch', async () => {
    const { samples, epochs } = await trained(() => 1);
    assert.deepEqual(
      epochs.map(({ epoch, step, accuracy, validationLoss, images }) => ({
        epoch,
        step,
        accuracy,
        validationLoss,
        images,
      })),
      [
        { epoch: 1, step: 3, accuracy: 0.2, validationLoss: 2, images: 25 },
        { epoch: 2, step: 6, accuracy: 0.2, validationLoss: 2, images: 25 },
      ],
    );
    assert.deepEqual(
      samples
        .filter(({ validationAccuracy }) => validationAccuracy !== undefined)
        .map(({ step, epoch }) => [step, epoch]),
      [
        [3, 1],
        [6, 2],
      ],
    );
  });

  it('does without test images', async () => {
    const { epochs, samples } = await trained(() => 1, { ...SPEC, dataset: { ...SPEC.dataset, test: 0 } });
    assert.deepEqual(
      epochs.map(({ accuracy, validationLoss }) => [accuracy, validationLoss]),
      [
        [null, null],
        [null, null],
      ],
    );
    assert.ok(samples.every((sample) => !('validationLoss' in sample)));
  });

  it('tells what the engine measured at a step beside its loss', async () => {
    const engine = new ScriptedEngine(() => 1);
    engine.measured = { gradientNorm: 3, extra: { 'gradientNorm.output': 2 } };
    const samples: Sample[] = [];
    await train(SPEC, engine, {
      sample: (sample) => samples.push(sample),
      epoch: () => undefined,
      breathe: () => Promise.resolve(),
    });
    const steps = samples.filter(({ step, loss }) => step > 0 && loss !== undefined);
    assert.equal(steps.length, 6);
    for (const { gradientNorm, extra } of steps) assert.deepEqual({ gradientNorm, extra }, engine.measured);
  });

  it('trains every step at the rate of the schedule, spread over the whole run', async () => {
    const { engine } = await trained(() => 1, {
      ...SPEC,
      learningRate: 1,
      schedule: parseSchedule('linear,warmup=2,warmup-start=0.5'),
    });
    assert.deepEqual(
      engine.steps.map(([, , rate]) => rate),
      [0.5, 0.75, 1, 0.75, 0.5, 0.25],
    );
  });

  it('tells the rate in the samples where it changes, and nowhere else', async () => {
    const told = async (schedule: string): Promise<unknown> =>
      (await trained(() => 1, { ...SPEC, learningRate: 1, schedule: parseSchedule(schedule) })).samples.flatMap(
        ({ step, rate }) => (rate === undefined ? [] : [[step, rate]]),
      );
    assert.deepEqual(await told('multi-step,at=2:5,factor=0.5'), [
      [3, 0.5],
      [6, 0.25],
    ]);
    assert.deepEqual(await told('constant,warmup=1'), [
      [1, 0.5],
      [2, 1],
    ]);
    assert.deepEqual(await told('constant'), []);
    assert.ok((await trained(() => 1)).samples.every((sample) => !('rate' in sample)));
  });

  it('lowers the rate after an epoch whose mean training loss was no better, if the schedule says so', async () => {
    const { engine } = await trained((step) => (step <= 3 ? 2 : step <= 6 ? 1 : 3), {
      ...SPEC,
      learningRate: 1,
      epochs: 4,
      schedule: parseSchedule('reduce-on-plateau,patience=0,factor=0.5'),
    });
    assert.deepEqual(
      engine.steps.map(([, , rate]) => rate),
      [1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5],
    );
  });

  it('stops at the first loss that is not finite, with that as its last sample', async () => {
    for (const odd of [NaN, Infinity]) {
      const { engine, samples, epochs } = await trained((step) => (step === 5 ? odd : 1));
      assert.equal(engine.steps.length, 5);
      assert.deepEqual([samples.at(-1)!.step, samples.at(-1)!.loss], [5, odd]);
      assert.equal(epochs.length, 1);
    }
  });

  it('stops after an epoch whose last update broke the weights', async () => {
    const { engine, epochs } = await trained(() => 1, SPEC, NaN);
    assert.equal(engine.steps.length, 3);
    assert.deepEqual(
      epochs.map(({ epoch, validationLoss }) => [epoch, validationLoss]),
      [[1, NaN]],
    );
  });

  it('lets others have a turn after every batch, training or testing', async () => {
    const { engine, breaths } = await trained(() => 1);
    assert.equal(breaths, engine.steps.length + engine.evaluations.length);
  });

  it('ends when a turn brings a cancellation', async () => {
    const engine = new ScriptedEngine(() => 1);
    const breathe = (): Promise<void> =>
      engine.steps.length < 2 ? Promise.resolve() : Promise.reject(new Error('cancelled'));
    await assert.rejects(
      train(SPEC, engine, { sample: () => undefined, epoch: () => undefined, breathe }),
      /cancelled/,
    );
    assert.equal(engine.steps.length, 2);
  });
});
