import assert from 'node:assert/strict';
import { parameterTensors } from '../../../src/domain/network.ts';
import type { EpochSummary, RunSpec } from '../../../src/domain/run.ts';
import type { Sample } from '../../../src/domain/sample.ts';
import { parseSchedule } from '../../../src/domain/scheduleText.ts';
import type { Engine, EngineState, Split, StepMeasurements } from '../../../src/training/engine.ts';
import { train } from '../../../src/training/trainer.ts';
import { smallSpec } from '../../support/runs.ts';

const SPEC = smallSpec({ batchSize: 10, epochs: 2, dataset: { name: 'MNIST', folder: null, train: 25, test: 15 } });

/** A fake engine: records its calls and returns the given losses. */
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
): Promise<{ engine: ScriptedEngine; samples: Sample[]; epochs: EpochSummary[]; batchEnds: number }> {
  const engine = new ScriptedEngine(losses, testLoss);
  const samples: Sample[] = [];
  const epochs: EpochSummary[] = [];
  let batchEnds = 0;
  await train(spec, engine, {
    onSample: (sample) => samples.push(sample),
    onEpochEnd: (epoch) => epochs.push(epoch),
    onBatchEnd: async () => void batchEnds++,
  });
  return { engine, samples, epochs, batchEnds };
}

describe('train', () => {
  it('trains on every image once per epoch, in a new order, with a short last batch', async () => {
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

  it('initializes the weights from the seed', async () => {
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

  it('weights batches by their images in the mean loss of an epoch', async () => {
    const { epochs } = await trained((step) => (step % 3 === 0 ? 4 : 1));
    assert.equal(epochs[0].loss, (10 * 1 + 10 * 1 + 5 * 4) / 25);
  });

  it('evaluates the test images after each epoch', async () => {
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

  it('trains without test images', async () => {
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

  it('reports what the engine measured at a step besides its loss', async () => {
    const engine = new ScriptedEngine(() => 1);
    engine.measured = { gradientNorm: 3, extra: { 'gradientNorm.output': 2 } };
    const samples: Sample[] = [];
    await train(SPEC, engine, {
      onSample: (sample) => samples.push(sample),
      onEpochEnd: () => undefined,
      onBatchEnd: () => Promise.resolve(),
    });
    const steps = samples.filter(({ step, loss }) => step > 0 && loss !== undefined);
    assert.equal(steps.length, 6);
    for (const { gradientNorm, extra } of steps) assert.deepEqual({ gradientNorm, extra }, engine.measured);
  });

  it('trains each step with the rate of the schedule, which spans the whole run', async () => {
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

  it('reports the rate only in samples where it changes', async () => {
    const reported = async (schedule: string): Promise<unknown> =>
      (await trained(() => 1, { ...SPEC, learningRate: 1, schedule: parseSchedule(schedule) })).samples.flatMap(
        ({ step, rate }) => (rate === undefined ? [] : [[step, rate]]),
      );
    assert.deepEqual(await reported('multi-step,at=2:5,factor=0.5'), [
      [3, 0.5],
      [6, 0.25],
    ]);
    assert.deepEqual(await reported('constant,warmup=1'), [
      [1, 0.5],
      [2, 1],
    ]);
    assert.deepEqual(await reported('constant'), []);
    assert.ok((await trained(() => 1)).samples.every((sample) => !('rate' in sample)));
  });

  it('lowers the rate after an epoch without a better mean training loss if the schedule reduces on plateaus', async () => {
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

  it('stops at the first loss that is not finite, which is its last sample', async () => {
    for (const notFinite of [NaN, Infinity]) {
      const { engine, samples, epochs } = await trained((step) => (step === 5 ? notFinite : 1));
      assert.equal(engine.steps.length, 5);
      assert.deepEqual([samples.at(-1)!.step, samples.at(-1)!.loss], [5, notFinite]);
      assert.equal(epochs.length, 1);
    }
  });

  describe('with a number of steps', () => {
    const withSteps = (steps: number): RunSpec => ({ ...SPEC, steps });

    it('stops in the middle of an epoch, without a summary or an evaluation of it', async () => {
      const { engine, samples, epochs, batchEnds } = await trained(() => 1, withSteps(5));
      assert.deepEqual([engine.steps.length, samples.at(-1)!.step], [5, 5]);
      assert.deepEqual(
        epochs.map(({ epoch, step }) => [epoch, step]),
        [[1, 3]],
      );
      assert.equal(engine.evaluations.filter(([split]) => split === 'test').length, 2, 'after the first epoch only');
      assert.equal(batchEnds, engine.steps.length + engine.evaluations.length);
    });

    it('completes an epoch that ends with the last step', async () => {
      const { engine, epochs } = await trained(() => 1, withSteps(3));
      assert.equal(engine.steps.length, 3);
      assert.deepEqual(
        epochs.map(({ epoch, accuracy }) => [epoch, accuracy]),
        [[1, 0.2]],
      );
    });

    it('trains no longer than its epochs', async () => {
      const { engine, epochs } = await trained(() => 1, withSteps(100));
      assert.deepEqual([engine.steps.length, epochs.length], [6, 2]);
    });

    it('multiplies the rate each step, from the learning rate to the end of the range, and reports it in every step', async () => {
      const { samples } = await trained(() => 1, {
        ...withSteps(5),
        learningRate: 1e-7,
        schedule: { name: 'exponential', factor: 1e8, every: 4 },
      });
      const rates = samples.filter(({ step, loss }) => step > 0 && loss !== undefined).map(({ rate }) => rate!);
      const expected = [1e-7, 1e-5, 1e-3, 1e-1, 10];
      assert.equal(rates.length, expected.length);
      rates.forEach((rate, index) =>
        assert.ok(Math.abs(rate / expected[index] - 1) < 1e-12, `${rate} in step ${index + 1}`),
      );
    });
  });

  describe('with a loss to stop above', () => {
    /** Debiased moving averages as fastai's AvgSmoothLoss computes them, from their definition. */
    function smoothed(losses: readonly number[]): number {
      const weights = losses.map((_, index) => 0.98 ** (losses.length - 1 - index));
      const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
      return sum(losses.map((loss, index) => weights[index] * loss)) / sum(weights);
    }
    const spec: RunSpec = { ...SPEC, epochs: 100, stopAbove: 4, dataset: { ...SPEC.dataset, test: 0 } };

    it('stops at the first step whose smoothed loss exceeds that many times its best, in the middle of an epoch', async () => {
      const lossAt = (step: number): number => (step <= 40 ? 2 - step / 25 : 0.4 * 1.35 ** (step - 40));
      const losses = Array.from({ length: 300 }, (_, index) => lossAt(index + 1));
      const averages = losses.map((_, index) => smoothed(losses.slice(0, index + 1)));
      const expected =
        1 + averages.findIndex((average, index) => average > 4 * Math.min(...averages.slice(0, index + 1)));
      const { engine, epochs } = await trained(lossAt, spec);
      assert.notEqual(expected % 3, 0, 'in the middle of an epoch');
      assert.equal(engine.steps.length, expected);
      assert.equal(epochs.length, Math.floor(expected / 3));
    });

    it('trains to the end if the loss does not diverge', async () => {
      const { engine } = await trained((step) => (step === 2 ? 6.9 : 1), spec);
      assert.equal(engine.steps.length, 300);
    });

    it('may stop from the second step on', async () => {
      const { engine } = await trained((step) => (step === 2 ? 7.2 : 1), spec);
      assert.equal(engine.steps.length, 2);
    });
  });

  it('stops after an epoch whose last update made the test loss NaN', async () => {
    const { engine, epochs } = await trained(() => 1, SPEC, NaN);
    assert.equal(engine.steps.length, 3);
    assert.deepEqual(
      epochs.map(({ epoch, validationLoss }) => [epoch, validationLoss]),
      [[1, NaN]],
    );
  });

  it('calls onBatchEnd after every batch of training or evaluation', async () => {
    const { engine, batchEnds } = await trained(() => 1);
    assert.equal(batchEnds, engine.steps.length + engine.evaluations.length);
  });

  it('ends if onBatchEnd throws because the run was cancelled', async () => {
    const engine = new ScriptedEngine(() => 1);
    const onBatchEnd = (): Promise<void> =>
      engine.steps.length < 2 ? Promise.resolve() : Promise.reject(new Error('cancelled'));
    await assert.rejects(
      train(SPEC, engine, { onSample: () => undefined, onEpochEnd: () => undefined, onBatchEnd }),
      /cancelled/,
    );
    assert.equal(engine.steps.length, 2);
  });
});
