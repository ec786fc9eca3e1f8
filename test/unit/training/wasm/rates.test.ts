import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { layerNames } from '../../../../src/domain/layers.ts';
import { DEFAULT_OPTIMIZERS } from '../../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import { engineConfig } from '../../../../src/training/engines.ts';
import type { EngineConfig } from '../../../../src/training/engine.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';
import { largestDifference, randomEngine } from '../../../support/engine.ts';
import { smallSpec } from '../../../support/runs.ts';

const CONFIG: EngineConfig = {
  network: SLOW_FAST_FURIOUS.network,
  optimizer: DEFAULT_OPTIMIZERS.sgd,
  batchSize: 6,
  images: { train: 6, test: 0 },
};
const LAYERS = layerNames(CONFIG.network);

function weightsOf(engine: WasmEngine): Float32Array[] {
  return engine.parameters.map((_, index) => engine.readWeights(index));
}

/** The weights after these steps, each with the whole batch. */
function trained(rates: readonly number[], change: Partial<EngineConfig> = {}): Float32Array[] {
  const engine = randomEngine({ ...CONFIG, ...change }, 1);
  for (const rate of rates) engine.trainStep(0, 6, rate);
  return weightsOf(engine);
}

describe('rates of layers in the built-in engine', () => {
  for (const optimizer of Object.values(DEFAULT_OPTIMIZERS)) {
    it(`have the effect of a single rate if they are all the same, with ${optimizer.name}`, () => {
      const rateFactors = Object.fromEntries(LAYERS.map((layer) => [layer, 0.5]));
      assert.deepEqual(
        trained([0.02, 0.01, 0.04], { optimizer, rateFactors }),
        trained([0.01, 0.005, 0.02], { optimizer }),
      );
    });

    it(`freeze a layer with rate 0 while the others learn, with ${optimizer.name}`, () => {
      const [before, after] = [
        trained([], { optimizer }),
        trained([0.01, 0.01], { optimizer, rateFactors: { dense1: 0 } }),
      ];
      LAYERS.forEach((layer, index) => {
        for (const tensor of [2 * index, 2 * index + 1])
          assert.equal(isDeepStrictEqual(after[tensor], before[tensor]), layer === 'dense1', layer);
      });
    });
  }

  it('apply to their layers only', () => {
    const before = trained([]);
    const plain = trained([0.1]);
    const factors = { convolution1: 2, convolution2: 0.25, output: 4 };
    const after = trained([0.1], { rateFactors: factors });
    before.forEach((values, index) => {
      const factor = (factors as Record<string, number>)[LAYERS[Math.floor(index / 2)]] ?? 1;
      const moved = (weights: Float32Array): Float32Array => weights.map((value, position) => value - values[position]);
      assert.ok(
        largestDifference(
          moved(after[index]),
          moved(plain[index]).map((value) => value * factor),
        ) < 1e-4,
        `tensor ${index}`,
      );
    });
  });

  it('are given as learning rates, and scale with the rate of the run', () => {
    assert.deepEqual(
      engineConfig(smallSpec({ learningRate: 0.02, groupRates: { output: 0.005, dense1: 0 } })).rateFactors,
      { output: 0.25, dense1: 0 },
    );
    assert.equal(engineConfig(smallSpec()).rateFactors, undefined);
  });

  it('are refused for a layer that does not exist', () => {
    assert.throws(() => randomEngine({ ...CONFIG, rateFactors: { dense9: 1 } }, 1), /no layer "dense9"/);
  });
});

describe('the rate of the built-in engine', () => {
  for (const optimizer of Object.values(DEFAULT_OPTIMIZERS)) {
    it(`may change at any step, with ${optimizer.name}`, () => {
      const before = trained([0.01, 0.01], { optimizer });
      const moved = (rate: number): number[] =>
        trained([0.01, 0.01, rate], { optimizer }).flatMap((values, index) =>
          [...values].map((value, position) => value - before[index][position]),
        );
      const once = moved(0.001);
      assert.ok(once.some((distance) => distance !== 0));
      assert.ok(
        largestDifference(
          moved(0.004),
          once.map((distance) => 4 * distance),
        ) < 1e-2,
        'four times the rate moves four times as far',
      );
    });
  }
});

describe('the gradient of a batch at given weights', () => {
  it('is that of a new engine with these weights, and does not affect a training', () => {
    const config = { ...CONFIG, optimizer: DEFAULT_OPTIMIZERS.adam };
    const [asked, undisturbed] = [randomEngine(config, 1), randomEngine(config, 1)];
    for (const engine of [asked, undisturbed]) for (let step = 0; step < 3; step++) engine.trainStep(0, 6, 0.01);

    const other = randomEngine(config, 2);
    const own = weightsOf(asked);
    other.images('train').set(asked.images('train'));
    other.labels('train').set(asked.labels('train'));
    weightsOf(other).forEach((values, index) => asked.writeWeights(index, values));
    assert.equal(asked.gradients(2, 3), other.gradients(2, 3));
    asked.parameters.forEach((_, index) => assert.deepEqual(asked.readGradients(index), other.readGradients(index)));

    own.forEach((values, index) => asked.writeWeights(index, values));
    for (const engine of [asked, undisturbed]) for (let step = 0; step < 3; step++) engine.trainStep(0, 6, 0.01);
    assert.deepEqual(weightsOf(asked), weightsOf(undisturbed));
  });
});
