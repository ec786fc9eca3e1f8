import assert from 'node:assert/strict';
import { ENGINE_BUILDS } from '../../../../src/training/wasm/build.ts';
import { randomEngine } from '../../../support/engine.ts';
import { plainLoss } from './plainForward.ts';

describe('background, which the built-in engine does not compute', () => {
  for (const kernel of [1, 3, 5, 7]) {
    for (const channels of [1, 2, 3]) {
      for (const build of ENGINE_BUILDS) {
        it(`ends where a single pixel is lit, wherever that is: kernels of ${kernel}, ${channels} input channels, ${build}`, () => {
          const network = {
            input: [8, 7, channels],
            blocks: [{ channels: 4, kernel, same: true, pool: 2 }],
            hidden: [],
            outputs: 3,
            loss: 'cross-entropy',
          } as const;
          const engine = randomEngine({ network, optimizer: { name: 'sgd' }, batchSize: 1, images: { train: 1, test: 0 } }, kernel, build);
          const weights = engine.parameters.map((_, index) => Float64Array.from(engine.readWeights(index)));
          const image = engine.images('train').fill(0);
          for (let place = 0; place < image.length; place++) {
            image[place] = 255;
            const [computed, expected] = [engine.gradients(0, 1), plainLoss(network, weights, [image], [...engine.labels('train')])];
            assert.ok(Math.abs(computed - expected) < 1e-6, `pixel value ${place}: loss ${computed}, expected ${expected}`);
            image[place] = 0;
          }
        });
      }
    }
  }
});
