import assert from 'node:assert/strict';
import type { Network } from '../../../../src/domain/network.ts';
import { PRESETS } from '../../../../src/domain/presets.ts';
import { ENGINE_BUILDS } from '../../../../src/training/wasm/build.ts';
import { fieldOffset } from '../../../../src/training/wasm/descriptors.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';
import { drawInk, largestDifference, randomEngine, randomNumbers } from '../../../support/engine.ts';
import { plainLoss } from './plainForward.ts';

const SGD = { name: 'sgd' } as const;

/** Whether a black image went along with the newest batch, so that background was not computed. */
function tookBackgroundFromBlackImage({ memory, layout }: WasmEngine): boolean {
  return new DataView(memory.buffer).getUint32(layout.model + fieldOffset('Model', 'hasBlank'), true) === 1;
}

describe('background, which the built-in engine computes once for all images', () => {
  for (const kernel of [1, 3, 5, 7]) {
    for (const channels of [1, 2, 3]) {
      for (const build of ENGINE_BUILDS) {
        it(`ends where a single pixel is lit, wherever that is: kernels of ${kernel}, ${channels} input channels, ${build}`, () => {
          const network: Network = {
            input: [8, 7, channels],
            blocks: [{ channels: 4, kernel, same: true, pool: 2 }, { channels: 4, kernel: 3, same: true, pool: 2 }],
            hidden: [],
            outputs: 3,
            loss: 'cross-entropy',
          };
          const black = 7;
          const engine = randomEngine({ network, optimizer: SGD, batchSize: black + 1, images: { train: black + 1, test: 0 } }, kernel, build);
          const weights = engine.parameters.map((_, index) => Float64Array.from(engine.readWeights(index)));
          const images = engine.images('train').fill(0);
          const labels = engine.labels('train').fill(1);
          const first = images.subarray(0, images.length / (black + 1));
          const blackLoss = plainLoss(network, weights, [first], [1]);
          for (let place = 0; place < first.length; place++) {
            first[place] = 255;
            const expected = (black * blackLoss + plainLoss(network, weights, [first], [labels[0]])) / (black + 1);
            const computed = engine.gradients(0, black + 1);
            assert.ok(tookBackgroundFromBlackImage(engine));
            assert.ok(Math.abs(computed - expected) < 1e-7, `pixel value ${place}: loss ${computed}, expected ${expected}`);
            first[place] = 0;
          }
        });
      }
    }
  }

  const networks: Record<string, Network> = {
    ...Object.fromEntries(PRESETS.map(({ name, network }) => [name, network])),
    'three blocks, colours': {
      input: [31, 28, 3],
      blocks: [{ channels: 8, kernel: 5, same: false, pool: 2 }, { channels: 12, kernel: 3, same: true, pool: 2 }, { channels: 4, kernel: 3, same: false, pool: 2 }],
      hidden: [9],
      outputs: 5,
      loss: 'squared',
    },
    'no pooling in the end': {
      input: [22, 23, 1],
      blocks: [{ channels: 4, kernel: 3, same: true, pool: 2 }, { channels: 8, kernel: 5, same: true, pool: 2 }, { channels: 4, kernel: 3, same: true, pool: 1 }],
      hidden: [],
      outputs: 10,
      loss: 'cross-entropy',
    },
  };
  for (const [name, network] of Object.entries(networks)) {
    for (const build of ENGINE_BUILDS) {
      it(`has the gradients that each image has alone, where all is computed: ${name}, ${build}`, () => {
        const count = 9;
        const engine = randomEngine({ network, optimizer: SGD, batchSize: count, images: { train: count, test: 0 } }, 1, build);
        drawInk(engine, randomNumbers(2));
        const alone = engine.parameters.map((_, index) => new Float64Array(engine.readWeights(index).length));
        let loss = 0;
        for (let image = 0; image < count; image++) {
          loss += engine.gradients(image, 1) / count;
          assert.ok(!tookBackgroundFromBlackImage(engine));
          alone.forEach((sum, index) => engine.readGradients(index).forEach((value, place) => (sum[place] += value / count)));
        }
        assert.ok(Math.abs(engine.gradients(0, count) - loss) < 1e-6 * loss);
        assert.ok(tookBackgroundFromBlackImage(engine));
        alone.forEach((expected, index) => {
          const difference = largestDifference(engine.readGradients(index), expected);
          assert.ok(difference < 2e-6, `${engine.parameters[index].name}: ${difference}`);
        });
        const before = engine.parameters.map((_, index) => engine.readGradients(index));
        engine.gradients(0, count);
        assert.deepEqual(engine.parameters.map((_, index) => engine.readGradients(index)), before, 'nothing is left of the batch before');
      });
    }
  }
});
