import assert from 'node:assert/strict';
import { DEFAULT_OPTIMIZERS } from '../../src/domain/optimizer.ts';
import type { Optimizer } from '../../src/domain/optimizer.ts';
import type { Network } from '../../src/domain/network.ts';
import type { EngineConfig } from '../../src/training/engine.ts';
import type { LoadedTensorflow, Tensor } from '../../src/training/tensorflow/load.ts';
import { TensorflowEngine } from '../../src/training/tensorflow/tensorflowEngine.ts';
import { updateRuleFor } from '../../src/training/tensorflow/updateRules.ts';
import { largestDifference } from '../support/engine.ts';
import { loadOwnTensorflow, randomPair } from './engines.ts';

const NETWORK: Network = {
  input: [10, 9, 1],
  blocks: [{ channels: 4, kernel: 3, same: false, pool: 2 }],
  hidden: [6],
  outputs: 5,
  loss: 'cross-entropy',
};
const CONFIG: EngineConfig = {
  network: NETWORK,
  optimizer: { name: 'sgd' },
  batchSize: 8,
  images: { train: 24, test: 8 },
};
/** Rounding errors of the few steps in these tests. */
const TOLERANCE = 1e-4;
const RATE = 0.01;

describe('the TensorFlow engine', () => {
  let loaded: LoadedTensorflow;
  before(async () => {
    loaded = await loadOwnTensorflow();
  });

  const networks: Network[] = [
    NETWORK,
    { ...NETWORK, loss: 'squared' },
    { ...NETWORK, blocks: [], hidden: [] },
    {
      ...NETWORK,
      input: [9, 8, 3],
      blocks: [
        { channels: 8, kernel: 5, same: true, pool: 1 },
        { channels: 4, kernel: 1, same: false, pool: 2 },
      ],
      hidden: [7, 6],
    },
  ];
  for (const network of networks) {
    it(`has the loss, gradients and predictions of the built-in engine for ${JSON.stringify(network)}`, () => {
      const { wasm, tensorflow } = randomPair(loaded, { ...CONFIG, network }, 7);
      assert.ok(largestDifference([tensorflow.gradients(8, 5)], [wasm.gradients(8, 5)]) < TOLERANCE);
      wasm.parameters.forEach((_, index) =>
        assert.ok(largestDifference(tensorflow.readGradients(index), wasm.readGradients(index)) < TOLERANCE),
      );
      const [actual, expected] = [tensorflow, wasm].map((engine) => engine.evaluate('test', 1, 7));
      assert.equal(actual.correct, expected.correct);
      assert.ok(largestDifference([actual.lossSum], [expected.lossSum]) < TOLERANCE);
    });
  }

  const optimizers: Optimizer[] = [
    ...(['sgd', 'momentum', 'nesterov', 'adam', 'rmsprop', 'adagrad', 'adadelta', 'adamax'] as const).map(
      (name) => DEFAULT_OPTIMIZERS[name],
    ),
    { ...DEFAULT_OPTIMIZERS.rmsprop, momentum: 0.5, weightDecay: 0.1 },
    { ...DEFAULT_OPTIMIZERS.adagrad, rateDecay: 0.1, initialAccumulator: 0.2 },
  ];
  for (const optimizer of optimizers) {
    it(`computes the same updates as the built-in engine with ${JSON.stringify(optimizer)}`, () => {
      const { wasm, tensorflow } = randomPair(loaded, { ...CONFIG, optimizer }, 3);
      for (const engine of [wasm, tensorflow]) {
        // The same batch with another rate each time.
        for (const rate of [RATE, RATE / 2, RATE / 4]) engine.trainStep(0, 8, rate);
      }
      wasm.parameters.forEach(({ name }, index) => {
        const difference = largestDifference(tensorflow.readWeights(index), wasm.readWeights(index));
        assert.ok(difference < TOLERANCE, `${name} differs by ${difference}`);
      });
    });
  }

  it('computes the same updates as TensorFlow.js’s own optimizers if their formulas are the same', () => {
    const { tf } = loaded;
    const own = {
      sgd: tf.train.sgd(RATE),
      momentum: tf.train.momentum(RATE, 0.9),
      nesterov: tf.train.momentum(RATE, 0.9, true),
      adam: tf.train.adam(RATE, 0.9, 0.999, 1e-8),
    };
    const gradient = tf.tensor1d([0.5, -2, 1e-3]);
    for (const [name, theirs] of Object.entries(own)) {
      const rule = updateRuleFor(DEFAULT_OPTIMIZERS[name as keyof typeof own])!;
      const weights = tf.variable(tf.tensor1d([1, 2, 3]));
      let weight: Tensor = tf.tensor1d([1, 2, 3]);
      let moments: Tensor[] = Array.from({ length: rule.moments }, () => tf.zeros([3]));
      for (let step = 1; step <= 5; step++) {
        theirs.applyGradients([{ name: weights.name, tensor: gradient }]);
        ({ weight, moments } = rule.apply({ weight, gradient, moments, rate: RATE, step }));
      }
      assert.ok(largestDifference(weight.dataSync(), weights.dataSync()) < TOLERANCE, name);
    }
  });

  it('clips, measures and applies rates of layers like the built-in engine', () => {
    const config: EngineConfig = {
      ...CONFIG,
      clip: 0.1,
      measures: ['gradient-norm', 'update-ratio', 'dead-share'],
      rateFactors: { convolution1: 0, output: 3 },
    };
    const { wasm, tensorflow } = randomPair(loaded, config, 5);
    for (const engine of [wasm, tensorflow]) engine.trainStep(0, 8, RATE);
    const { extra: actualExtra = {}, ...actual } = tensorflow.measurements();
    const { extra: expectedExtra = {}, ...expected } = wasm.measurements();
    const [given, wanted] = [
      { ...actual, ...actualExtra },
      { ...expected, ...expectedExtra },
    ] as Record<string, number>[];
    assert.deepEqual(Object.keys(given).sort(), Object.keys(wanted).sort());
    for (const [name, value] of Object.entries(wanted))
      assert.ok(largestDifference([given[name]], [value]) < TOLERANCE, name);
    wasm.parameters.forEach((_, index) =>
      assert.ok(largestDifference(tensorflow.readWeights(index), wasm.readWeights(index)) < TOLERANCE),
    );
  });

  it('trains networks that the built-in engine refuses', () => {
    const network: Network = { ...NETWORK, blocks: [{ channels: 5, kernel: 4, same: true, pool: 3 }] };
    const engine = new TensorflowEngine(loaded, { ...CONFIG, network, optimizer: DEFAULT_OPTIMIZERS.adam });
    engine.images('train').forEach((_, index, pixels) => (pixels[index] = (index * 37) % 256));
    engine.labels('train').forEach((_, index, labels) => (labels[index] = index % 5));
    engine.parameters.forEach(({ shape }, index) =>
      engine.writeWeights(
        index,
        Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, place) => Math.sin(place + 1) / 5),
      ),
    );
    engine.setOrder(Uint32Array.from({ length: 24 }, (_, index) => index));
    const losses = Array.from({ length: 200 }, () => engine.trainStep(0, 8, RATE));
    assert.ok(losses.at(-1)! < losses[0] / 2, `the loss went from ${losses[0]} to ${losses.at(-1)}`);
  });

  it('continues bit for bit from a saved state', () => {
    const { tensorflow: first } = randomPair(loaded, { ...CONFIG, optimizer: DEFAULT_OPTIMIZERS.adam }, 1);
    first.trainStep(0, 8, RATE);
    const state = first.saveState();
    const { tensorflow: second } = randomPair(loaded, { ...CONFIG, optimizer: DEFAULT_OPTIMIZERS.adam }, 1);
    second.restoreState(state);
    for (const engine of [first, second]) engine.trainStep(8, 8, RATE);
    first.parameters.forEach((_, index) => assert.deepEqual(second.readWeights(index), first.readWeights(index)));
    assert.throws(() => new TensorflowEngine(loaded, CONFIG).restoreState(state), /another network or optimizer/);
  });

  it('has as many tensors after hundred steps as after one, and none after it is disposed', () => {
    const { memory } = loaded.tf;
    const before = memory().numTensors;
    const { tensorflow } = randomPair(
      loaded,
      {
        ...CONFIG,
        optimizer: DEFAULT_OPTIMIZERS.rmsprop,
        measures: ['gradient-norm', 'update-ratio', 'dead-share'],
        clip: 1,
      },
      2,
    );
    const step = (): number => {
      tensorflow.trainStep(0, 8, RATE);
      tensorflow.evaluate('test', 0, 8);
      tensorflow.readGradients(0);
      return memory().numTensors;
    };
    const after = step();
    for (let count = 1; count < 100; count++) step();
    assert.equal(memory().numTensors, after);
    tensorflow.dispose();
    assert.equal(memory().numTensors, before);
  });

  it('returns numbers that are not finite instead of throwing an exception', () => {
    const { tensorflow } = randomPair(loaded, CONFIG, 4);
    for (let step = 0; step < 20; step++) tensorflow.trainStep(0, 8, 1e30);
    assert.ok(!Number.isFinite(tensorflow.gradients(0, 8)));
  });
});
