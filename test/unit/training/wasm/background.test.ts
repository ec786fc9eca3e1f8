import assert from 'node:assert/strict';
import type { Network } from '../../../../src/domain/network.ts';
import { PRESETS } from '../../../../src/domain/presets.ts';
import { ENGINE_BUILDS } from '../../../../src/training/wasm/build.ts';
import { fieldOffset } from '../../../../src/training/wasm/descriptors.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';
import { drawForeground, largestDifference, randomEngine, randomNumbers } from '../../../support/engine.ts';
import { plainLoss } from './plainForward.ts';

const SGD = { name: 'sgd' } as const;
/** Relative to a tensor's largest value; gradients are summed in a different order. */
const ROUNDING = 1e-5;

/** Whether a black image was added to the newest batch, so that background was not computed. */
function tookBackgroundFromBlackImage({ memory, layout }: WasmEngine): boolean {
  return new DataView(memory.buffer).getUint32(layout.model + fieldOffset('Model', 'hasBlackImage'), true) === 1;
}

function gradientsOf(engine: WasmEngine, start: number, count: number): Float32Array[] {
  engine.gradients(start, count);
  return engine.parameters.map((_, index) => engine.readGradients(index));
}

describe('the background in the built-in engine', () => {
  const black = 7;
  const count = black + 1;
  for (const kernel of [1, 3, 5, 7]) {
    for (const channels of [1, 2, 3]) {
      for (const same of [true, false]) {
        for (const build of ENGINE_BUILDS) {
          it(`does not include windows that see a single pixel, at any position: kernels of ${kernel} ${same ? 'with' : 'without'} a border, ${channels} input channels, ${build}`, () => {
            const network: Network = {
              input: [10, 11, channels],
              blocks: [
                { channels: 4, kernel, same, pool: 2 },
                { channels: 4, kernel: 3, same: true, pool: 2 },
              ],
              hidden: [],
              outputs: 3,
              loss: 'cross-entropy',
            };
            const engine = randomEngine(
              { network, optimizer: SGD, batchSize: count, images: { train: count, test: 0 } },
              kernel,
              build,
            );
            const weights = engine.parameters.map((_, index) => Float64Array.from(engine.readWeights(index)));
            const images = engine.images('train').fill(0);
            const labels = engine.labels('train').fill(1);
            const first = images.subarray(0, images.length / count);
            const blackLoss = plainLoss(network, weights, [first], [1]);
            const blackGradients = gradientsOf(engine, 0, 1);
            for (let place = 0; place < first.length; place++) {
              first[place] = 255;
              const litGradients = gradientsOf(engine, 0, 1);
              assert.ok(!tookBackgroundFromBlackImage(engine), 'one image alone is computed as it is');
              const expected = (black * blackLoss + plainLoss(network, weights, [first], [labels[0]])) / count;
              const computed = engine.gradients(0, count);
              assert.ok(tookBackgroundFromBlackImage(engine));
              assert.ok(
                Math.abs(computed - expected) < 1e-7,
                `pixel value ${place}: loss ${computed}, expected ${expected}`,
              );
              litGradients.forEach((lit, index) => {
                const mean = lit.map((value, at) => (value + black * blackGradients[index][at]) / count);
                const difference = largestDifference(engine.readGradients(index), mean);
                assert.ok(
                  difference < ROUNDING,
                  `pixel value ${place}: gradient of ${engine.parameters[index].name} differs by ${difference}`,
                );
              });
              first[place] = 0;
            }
          });
        }
      }
    }
  }

  const networks: Record<string, Network> = {
    ...Object.fromEntries(PRESETS.map(({ name, network }) => [name, network])),
    'three blocks, colours': {
      input: [31, 28, 3],
      blocks: [
        { channels: 8, kernel: 5, same: false, pool: 2 },
        { channels: 12, kernel: 3, same: true, pool: 2 },
        { channels: 4, kernel: 3, same: false, pool: 2 },
      ],
      hidden: [9],
      outputs: 5,
      loss: 'squared',
    },
    'no pooling in the end': {
      input: [22, 23, 1],
      blocks: [
        { channels: 4, kernel: 3, same: true, pool: 2 },
        { channels: 8, kernel: 5, same: true, pool: 2 },
        { channels: 4, kernel: 3, same: true, pool: 1 },
      ],
      hidden: [],
      outputs: 10,
      loss: 'cross-entropy',
    },
  };
  for (const [name, network] of Object.entries(networks)) {
    for (const build of ENGINE_BUILDS) {
      it(`has the same gradients as when each image is computed alone: ${name}, ${build}`, () => {
        const engine = randomEngine(
          { network, optimizer: SGD, batchSize: count, images: { train: count, test: 0 } },
          1,
          build,
        );
        drawForeground(engine, randomNumbers(2));
        const alone = engine.parameters.map((_, index) => new Float64Array(engine.readWeights(index).length));
        let loss = 0;
        for (let image = 0; image < count; image++) {
          loss += engine.gradients(image, 1) / count;
          assert.ok(!tookBackgroundFromBlackImage(engine));
          alone.forEach((sum, index) =>
            engine.readGradients(index).forEach((value, place) => (sum[place] += value / count)),
          );
        }
        assert.ok(Math.abs(engine.gradients(0, count) - loss) < 1e-6 * loss);
        assert.ok(tookBackgroundFromBlackImage(engine));
        alone.forEach((expected, index) => {
          const difference = largestDifference(engine.readGradients(index), expected);
          assert.ok(difference < ROUNDING, `${engine.parameters[index].name}: ${difference}`);
        });
        const before = engine.parameters.map((_, index) => engine.readGradients(index));
        assert.deepEqual(gradientsOf(engine, 0, count), before, 'nothing is left of the batch before');
      });

      it(`has the same measurements as each image alone: ${name}, ${build}`, () => {
        const engine = randomEngine(
          { network, optimizer: SGD, batchSize: count, images: { train: count, test: 0 } },
          3,
          build,
        );
        drawForeground(engine, randomNumbers(4));
        const alone = Array.from({ length: count }, (_, image) => engine.evaluate('train', image, 1));
        const { lossSum, correct } = engine.evaluate('train', 0, count);
        assert.ok(tookBackgroundFromBlackImage(engine));
        assert.equal(
          correct,
          alone.reduce((sum, image) => sum + image.correct, 0),
        );
        assert.ok(Math.abs(lossSum - alone.reduce((sum, image) => sum + image.lossSum, 0)) < 1e-6 * lossSum);
      });

      it(`does not affect a later batch of noise: ${name}, ${build}`, () => {
        const noisy = (): WasmEngine => {
          const engine = randomEngine(
            { network, optimizer: SGD, batchSize: count, images: { train: 2 * count, test: 0 } },
            5,
            build,
          );
          engine.images('train').fill(0, 0, engine.images('train').length / 2);
          return engine;
        };
        const [engine, fresh] = [noisy(), noisy()];
        engine.gradients(0, count);
        assert.ok(tookBackgroundFromBlackImage(engine));
        assert.deepEqual(gradientsOf(engine, count, count), gradientsOf(fresh, count, count));
        assert.ok(!tookBackgroundFromBlackImage(engine));
      });
    }
  }

  it('has a loss of NaN if a value of any tensor is NaN', () => {
    const { network } = PRESETS[0];
    const newEngine = (): WasmEngine => {
      const engine = randomEngine({ network, optimizer: SGD, batchSize: count, images: { train: count, test: 0 } }, 6);
      drawForeground(engine, randomNumbers(7));
      return engine;
    };
    newEngine().parameters.forEach(({ name }, index) => {
      const engine = newEngine();
      engine.writeWeights(index, engine.readWeights(index).fill(NaN, 0, 1));
      assert.ok(Number.isNaN(engine.trainStep(0, count, 0.1)), name);
      assert.ok(tookBackgroundFromBlackImage(engine));
      assert.ok(Number.isNaN(engine.trainStep(0, count, 0.1)), name);
    });
  });

  it('keeps a channel alive that is 0 elsewhere', () => {
    const { network } = PRESETS[0];
    const engine = randomEngine(
      { network, optimizer: SGD, batchSize: count, images: { train: count, test: 0 }, measures: ['dead-share'] },
      8,
    );
    engine.images('train').fill(0);
    engine.writeWeights(
      1,
      Float32Array.from({ length: network.blocks[0].channels }, (_, channel) => (channel === 0 ? 1 : -1)),
    );
    engine.trainStep(0, count, 0);
    assert.ok(tookBackgroundFromBlackImage(engine));
    assert.equal(engine.measurements().extra!['deadShare.convolution1'], 7 / 8);
  });
});
