import assert from 'node:assert/strict';
import { sizeOf } from '../../../src/domain/network.ts';
import type { Network } from '../../../src/domain/network.ts';
import { Hessian } from '../../../src/training/hessian.ts';
import { randomEngine, randomNumbers } from '../../support/engine.ts';
import { plainLoss } from './wasm/plainForward.ts';

const IMAGES = 5;
/** Of the finite differences: short enough to cross no kink of ReLU and pooling here. */
const STEP = 1e-4;

const NETWORKS: readonly (readonly [string, Network])[] = [
  [
    'convolutions with and without padding and pooling',
    {
      input: [6, 5, 2],
      blocks: [
        { channels: 4, kernel: 3, same: true, pool: 2 },
        { channels: 4, kernel: 1, same: false, pool: 1 },
        { channels: 4, kernel: 3, same: true, pool: 1 },
      ],
      hidden: [3],
      outputs: 3,
      loss: 'cross-entropy',
    },
  ],
  ['dense layers', { input: [2, 3, 1], blocks: [], hidden: [4, 3], outputs: 3, loss: 'squared' }],
  ['no hidden layer', { input: [2, 3, 1], blocks: [], hidden: [], outputs: 3, loss: 'cross-entropy' }],
];

describe('the Hessian', () => {
  for (const [name, network] of NETWORKS) {
    it(`of a network with ${name} is the second difference of its loss`, async () => {
      const engine = randomEngine(
        { network, optimizer: { name: 'sgd' }, batchSize: IMAGES, images: { train: IMAGES, test: 0 } },
        3,
      );
      const [pixels, labels] = [engine.images('train'), engine.labels('train')];
      const tensors = engine.parameters.map((_, index) => Float64Array.from(engine.readWeights(index)));
      const weights = Float64Array.from(tensors.flatMap((tensor) => [...tensor]));
      const random = randomNumbers(5);
      const direction = (): Float64Array => weights.map(() => 2 * random() - 1);
      const length = sizeOf(network.input);
      const images = Array.from(labels, (_, index) => pixels.subarray(index * length, (index + 1) * length));
      const lossAt = (first: Float64Array, a: number, second: Float64Array, b: number): number => {
        let place = 0;
        const moved = tensors.map((tensor) => tensor.map((value) => value + a * first[place] + b * second[place++]));
        return plainLoss(network, moved, images, [...labels]);
      };
      const hessian = new Hessian(network, weights, pixels, labels);
      for (let trial = 0; trial < 5; trial++) {
        const [first, second] = [direction(), direction()];
        const mixed = [
          [1, 1],
          [1, -1],
          [-1, 1],
          [-1, -1],
        ].map(([a, b]) => a * b * lossAt(first, a * STEP, second, b * STEP));
        const expected = mixed.reduce((sum, value) => sum + value, 0) / (4 * STEP ** 2);
        const product = await hessian.times(first, async () => undefined);
        const actual = product.reduce((sum, value, index) => sum + value * second[index], 0);
        assert.ok(Math.abs(actual - expected) < 1e-5 * (1 + Math.abs(expected)), `${actual}, not ${expected}`);
      }
    });
  }
});
