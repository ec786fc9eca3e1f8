import assert from 'node:assert/strict';
import type { Network } from '../../../../src/domain/network.ts';
import { largestDifference, randomEngine } from '../../../support/engine.ts';
import { plainLoss } from './plainForward.ts';

/** Half the distance between the two weights whose losses are compared; in float64 the quotient is exact to about nine digits. */
const STEP = 1e-5;
const IMAGES = 3;

const NETWORKS: Record<string, Pick<Network, 'input' | 'blocks' | 'hidden'>> = {
  'two convolutions and a hidden layer': {
    input: [8, 7, 1],
    blocks: [
      { channels: 4, kernel: 3, same: true, pool: 2 },
      { channels: 4, kernel: 3, same: false, pool: 1 },
    ],
    hidden: [5],
  },
  'a large kernel and colours': {
    input: [9, 8, 3],
    blocks: [{ channels: 4, kernel: 5, same: false, pool: 2 }],
    hidden: [],
  },
  'no convolution': { input: [4, 3, 1], blocks: [], hidden: [6, 4] },
};

describe('gradients of the built-in engine agree with finite differences of the loss', function () {
  this.timeout(20_000);

  for (const [name, network] of Object.entries(NETWORKS)) {
    for (const loss of ['cross-entropy', 'squared'] as const) {
      it(`by every parameter of ${name}, ${loss}`, () => {
        const config = {
          network: { ...network, outputs: 3, loss },
          optimizer: { name: 'sgd' } as const,
          batchSize: IMAGES,
          images: { train: IMAGES, test: 0 },
        };
        const engine = randomEngine(config, 1);
        const size = network.input[0] * network.input[1] * network.input[2];
        const images = Array.from({ length: IMAGES }, (_, index) =>
          engine.images('train').slice(index * size, (index + 1) * size),
        );
        const labels = [...engine.labels('train')];
        const weights = engine.parameters.map((_, index) => Float64Array.from(engine.readWeights(index)));
        const lossHere = (): number => plainLoss(config.network, weights, images, labels);

        const computed = engine.gradients(0, IMAGES);
        assert.ok(Math.abs(computed - lossHere()) < 1e-6 * computed, `loss ${computed}`);
        engine.parameters.forEach(({ name }, index) => {
          const values = weights[index];
          const slopes = values.map((value, position) => {
            values[position] = value + STEP;
            const above = lossHere();
            values[position] = value - STEP;
            const below = lossHere();
            values[position] = value;
            return (above - below) / (2 * STEP);
          });
          const difference = largestDifference(engine.readGradients(index), slopes);
          assert.ok(difference < 1e-5, `${name}: ${difference}`);
        });
      });
    }
  }
});
