import assert from 'node:assert/strict';
import type { Network } from '../../../../src/domain/network.ts';
import { DEFAULT_OPTIMIZERS } from '../../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import type { EngineConfig } from '../../../../src/training/engine.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';
import { largestDifference, randomEngine, randomNumbers } from '../../../support/engine.ts';
import { reference } from './reference.ts';

const CONFIG: EngineConfig = {
  network: SLOW_FAST_FURIOUS.network,
  optimizer: DEFAULT_OPTIMIZERS.adam,
  batchSize: 8,
  images: { train: 21, test: 13 },
};

function weightsOf(engine: WasmEngine): Float32Array[] {
  return engine.parameters.map((_, index) => engine.readWeights(index));
}

/** Trains an epoch; returns the losses. */
function trainEpoch(engine: WasmEngine, rate: number): number[] {
  const { batchSize, images } = engine.config;
  const losses: number[] = [];
  for (let start = 0; start < images.train; start += batchSize) {
    losses.push(engine.trainStep(start, Math.min(batchSize, images.train - start), rate));
  }
  return losses;
}

describe('the built-in engine', function () {
  this.timeout(20_000);

  it('returns the weights that were written, in the same layout', () => {
    const engine = randomEngine(CONFIG, 1);
    engine.parameters.forEach((_, index) => {
      const values = engine.readWeights(index).map((_value, position) => position + index / 8);
      engine.writeWeights(index, values);
      assert.deepEqual(engine.readWeights(index), values);
    });
  });

  it('repeats a training bit for bit', () => {
    const [first, second] = [randomEngine(CONFIG, 2), randomEngine(CONFIG, 2)];
    for (let epoch = 0; epoch < 3; epoch++) assert.deepEqual(trainEpoch(first, 0.01), trainEpoch(second, 0.01));
    assert.deepEqual(weightsOf(first), weightsOf(second));
  });

  it('computes a short batch independently of earlier ones', () => {
    const [fresh, used] = [randomEngine(CONFIG, 3), randomEngine(CONFIG, 3)];
    used.gradients(0, 8);
    assert.equal(used.gradients(16, 5), fresh.gradients(16, 5));
    fresh.parameters.forEach((_, index) => assert.deepEqual(used.readGradients(index), fresh.readGradients(index)));
  });

  it('computes the mean over the images of a batch of any size', () => {
    const engine = randomEngine(CONFIG, 4);
    const sums = engine.parameters.map((_, index) => new Float64Array(engine.readWeights(index).length));
    let loss = 0;
    for (let image = 16; image < 21; image++) {
      loss += engine.gradients(image, 1) / 5;
      sums.forEach((sum, index) =>
        engine.readGradients(index).forEach((value, position) => (sum[position] += value / 5)),
      );
    }
    assert.ok(Math.abs(engine.gradients(16, 5) - loss) < 1e-6);
    sums.forEach((sum, index) => assert.ok(largestDifference(engine.readGradients(index), sum) < 1e-5));
  });

  it('trains on images in the given order', () => {
    const engine = randomEngine(CONFIG, 5);
    const inOrder = engine.gradients(9, 1);
    engine.setOrder(Uint32Array.of(20, 9, 3));
    assert.equal(engine.gradients(1, 1), inOrder);
  });

  it('evaluates like TensorFlow.js', async () => {
    const engine = randomEngine(CONFIG, 6);
    const expected = await reference(engine, 'test', 5, 8);
    const { lossSum, correct } = engine.evaluate('test', 5, 8);
    assert.ok(Math.abs(lossSum / 8 - expected.loss) < 1e-5);
    assert.equal(correct, expected.correct);
  });

  it('evaluates training images with the same loss as in training, and changes nothing', () => {
    const engine = randomEngine(CONFIG, 7);
    const before = weightsOf(engine);
    const { lossSum } = engine.evaluate('train', 0, 8);
    assert.deepEqual(weightsOf(engine), before);
    assert.equal(lossSum / 8, engine.gradients(0, 8));
  });

  it('predicts the first of equal outputs', () => {
    const engine = randomEngine(CONFIG, 7);
    engine.parameters.forEach((_, index) =>
      engine.writeWeights(index, new Float32Array(engine.readWeights(index).length)),
    );
    engine.labels('test').set([0, 1, 2, 0, 9, 0, 3, 4]);
    const { lossSum, correct } = engine.evaluate('test', 0, 8);
    assert.equal(correct, 3);
    assert.ok(Math.abs(lossSum / 8 - Math.log(10)) < 1e-12);
  });

  it('memorizes images and then classifies them', () => {
    const engine = randomEngine(CONFIG, 8);
    for (let epoch = 0; epoch < 60; epoch++) trainEpoch(engine, 0.005);
    assert.equal(engine.evaluate('train', 0, 8).correct, 8);
  });

  it('trains on images that are black, white or all alike', () => {
    for (const shade of [0, 255, 7]) {
      const engine = randomEngine(CONFIG, 9);
      engine.images('train').fill(shade);
      const losses = [...trainEpoch(engine, 0.01), ...trainEpoch(engine, 0.01)];
      assert.ok(losses.every(Number.isFinite));
    }
  });

  it('refuses invalid batches, orders and weights', () => {
    const engine = randomEngine(CONFIG, 10);
    for (const [start, count] of [
      [0, 9],
      [0, 0],
      [20, 2],
      [-1, 3],
      [0, 1.5],
      [NaN, 1],
    ]) {
      assert.throws(() => engine.trainStep(start, count, 0.1), /A batch takes 1 to 8 of the 21 images/);
    }
    assert.throws(() => engine.evaluate('test', 6, 8), /of the 13 images/);
    assert.throws(() => engine.setOrder(Uint32Array.of(0, 21)), /not 21/);
    assert.throws(() => engine.setOrder(new Uint32Array(22)), /not 22/);
    assert.throws(() => engine.writeWeights(0, new Float32Array(71)), /convolution1.weight has 72 values, not 71/);
  });
});

describe('ties and zeros in the built-in engine', () => {
  /** One 2 x 2 window whose four convolutions are the pixels in the middle; the patches around them differ. */
  const network: Network = {
    input: [4, 4, 1],
    blocks: [{ channels: 4, kernel: 3, same: false, pool: 2 }],
    hidden: [],
    outputs: 2,
    loss: 'cross-entropy',
  };

  function windowOf(
    middle: readonly number[],
    centreWeight: number,
  ): { engine: WasmEngine; patch: (row: number, column: number) => number[] } {
    const engine = randomEngine(
      { network, optimizer: { name: 'sgd' }, batchSize: 1, images: { train: 1, test: 0 } },
      11,
    );
    const random = randomNumbers(12);
    const pixels = engine.images('train');
    pixels.forEach((_, index) => (pixels[index] = Math.floor(random() * 256)));
    [5, 6, 9, 10].forEach((index, position) => (pixels[index] = middle[position]));
    engine.writeWeights(
      0,
      Float32Array.from({ length: 36 }, (_, index) => (index % 9 === 4 ? centreWeight : 0)),
    );
    engine.writeWeights(1, new Float32Array(4));
    const patch = (row: number, column: number): number[] =>
      Array.from({ length: 9 }, (_, tap) => pixels[(row + Math.floor(tap / 3)) * 4 + column + (tap % 3)] / 255);
    return { engine, patch };
  }

  const cases = [
    { middle: [90, 90, 90, 90], winner: [0, 0] },
    { middle: [10, 90, 90, 90], winner: [0, 1] },
    { middle: [10, 20, 90, 90], winner: [1, 0] },
    { middle: [10, 20, 30, 90], winner: [1, 1] },
    { middle: [90, 20, 30, 90], winner: [0, 0] },
  ] as const;
  for (const { middle, winner } of cases) {
    it(`of ${middle.join(', ')} the position ${winner.join(', ')} wins`, () => {
      const { engine, patch } = windowOf(middle, 1);
      engine.gradients(0, 1);
      const [weightGradients, biasGradients] = [engine.readGradients(0), engine.readGradients(1)];
      for (let channel = 0; channel < 4; channel++) {
        assert.notEqual(biasGradients[channel], 0);
        const expected = patch(winner[0], winner[1]).map((pixel) => Math.fround(pixel) * biasGradients[channel]);
        assert.ok(largestDifference(weightGradients.subarray(channel * 9, channel * 9 + 9), expected) < 1e-6);
      }
    });
  }

  it('ReLU passes no gradient at exactly zero', () => {
    const { engine } = windowOf([90, 90, 90, 90], 0);
    engine.gradients(0, 1);
    assert.ok(engine.readGradients(0).every((value) => value === 0));
    assert.ok(engine.readGradients(1).every((value) => value === 0));
    assert.ok(engine.readGradients(3).some((value) => value !== 0));
  });
});
