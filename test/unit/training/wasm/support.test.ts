import assert from 'node:assert/strict';
import type { Network } from '../../../../src/domain/network.ts';
import { DEFAULT_OPTIMIZERS, type Optimizer } from '../../../../src/domain/optimizer.ts';
import { SLOW_FAST_FURIOUS } from '../../../../src/domain/presets.ts';
import { type EngineConfig, UnsupportedError } from '../../../../src/training/engine.ts';
import { supportedBuild } from '../../../../src/training/wasm/build.ts';
import { WasmEngine } from '../../../../src/training/wasm/wasmEngine.ts';
import { engineModule } from '../../../support/engine.ts';

const { network } = SLOW_FAST_FURIOUS;
const CONFIG: EngineConfig = {
  network,
  optimizer: DEFAULT_OPTIMIZERS.adam,
  batchSize: 64,
  images: { train: 10, test: 10 },
};
const withBlock = (change: Partial<Network['blocks'][0]>): Network => ({
  ...network,
  blocks: [network.blocks[0], { ...network.blocks[1], ...change }],
});

describe('the built-in engine refuses', () => {
  const cases: [string, Partial<EngineConfig>, RegExp][] = [
    ['six channels', { network: withBlock({ channels: 6 }) }, /multiple of 4, not 6 as in block 2: use 4 or 8\.$/],
    ['two channels', { network: withBlock({ channels: 2 }) }, /multiple of 4, not 2 as in block 2: use 4 or 8\.$/],
    ['an even kernel', { network: withBlock({ kernel: 4 }) }, /kernels of 1, 3, 5, 7 pixels, not 4 as in block 2/],
    ['pooling by 3', { network: withBlock({ pool: 3 }) }, /pooling of 1 \(none\) or 2, not 3 as in block 2/],
    ['one class', { network: { ...network, outputs: 1 } }, /2 to 256 classes, not 1:/],
    ['more classes than a byte has values', { network: { ...network, outputs: 257 } }, /not 257/],
    ['half a hidden unit', { network: { ...network, hidden: [0.5] } }, /hidden units, at least 1, not 0\.5/],
    ['empty batches', { batchSize: 0 }, /batches of at least 1 image, not 0/],
    [
      'an optimizer it has not',
      { optimizer: { name: 'newton' } as unknown as Optimizer },
      /has no optimizer "newton"; it has sgd, momentum, .*, lion\.$/,
    ],
    [
      'more than memory can be',
      { images: { train: 6_000_000, test: 0 } },
      /4 GB of memory at most.*needs at least 4\.4 GB: choose a smaller batch/,
    ],
  ];
  for (const [what, change, message] of cases) {
    it(`${what}, with a sentence`, () => {
      assert.throws(
        () => new WasmEngine(engineModule(), { ...CONFIG, ...change }, supportedBuild()),
        (error: Error) => error instanceof UnsupportedError && message.test(error.message),
      );
    });
  }
});
