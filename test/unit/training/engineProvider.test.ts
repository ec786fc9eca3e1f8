import assert from 'node:assert/strict';
import { copyFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Network } from '../../../src/domain/network.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import type { RunSpec } from '../../../src/domain/run.ts';
import { openDataset } from '../../../src/training/dataset.ts';
import { EngineProvider } from '../../../src/training/engineProvider.ts';
import { EngineFactory } from '../../../src/training/engines.ts';
import { train } from '../../../src/training/trainer.ts';
import { DIST, MNIST, temporaryFolders } from '../../support/folders.ts';
import { smallSpec } from '../../support/runs.ts';

const MLP: Network = { input: [28, 28, 1], blocks: [], hidden: [20], outputs: 10, loss: 'cross-entropy' };
const WIDE: Network = {
  input: [28, 28, 1],
  blocks: [{ channels: 12, kernel: 5, same: true, pool: 2 }],
  hidden: [],
  outputs: 12,
  loss: 'cross-entropy',
};

/** Runs that differ in everything that affects the layout of memory and what it holds afterwards. */
const SPECS: readonly RunSpec[] = [
  smallSpec(),
  smallSpec({ learningRate: 0.1, optimizer: DEFAULT_OPTIMIZERS.momentum, batchSize: 7 }),
  smallSpec({ network: MLP, optimizer: DEFAULT_OPTIMIZERS.sgd, batchSize: 100 }),
  smallSpec({ network: WIDE, seed: 2 }),
  smallSpec({ dataset: { ...smallSpec().dataset, train: 100, test: 300 } }),
  // As many images as the first, but others.
  smallSpec({ dataset: { ...smallSpec().dataset, classes: [5, 6, 7, 8, 9] } }),
  // Ends with weights that are not finite.
  smallSpec({ learningRate: 1e30, optimizer: DEFAULT_OPTIMIZERS.sgd }),
];

describe('EngineProvider', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  /** A worker's provider of engines that counts the splits read from disk. */
  function newProvider(): {
    readonly trainWith: (spec: RunSpec, folder?: string) => Promise<unknown[]>;
    readonly reads: () => number;
  } {
    let reads = 0;
    const provider = new EngineProvider(new EngineFactory(DIST), async (folder) => {
      const dataset = await openDataset(folder);
      return { ...dataset, read: (...args) => (reads++, dataset.read(...args)) };
    });
    return {
      reads: () => reads,
      trainWith: async (spec, folder = MNIST) => {
        const engine = await provider.create({ spec, datasetFolder: folder });
        const reported: unknown[] = [];
        await train(spec, engine, {
          onSample: ({ seconds: _, ...sample }) => reported.push(sample),
          onEpochEnd: ({ seconds: _, ...epoch }) => reported.push(epoch),
          onBatchEnd: () => Promise.resolve(),
        });
        return [...reported, ...engine.parameters.map((_, index) => engine.readWeights(index))];
      },
    };
  }

  it('creates engines that compute the same numbers, to the last bit, after any other run', async () => {
    const fresh = [];
    for (const spec of SPECS) fresh.push(await newProvider().trainWith(spec));
    const used = newProvider();
    for (const [first, spec] of SPECS.entries()) {
      for (const [second, other] of SPECS.entries()) {
        assert.deepEqual(await used.trainWith(spec), fresh[first]);
        assert.deepEqual(await used.trainWith(other), fresh[second], `run ${second} after run ${first}`);
      }
    }
  });

  it('reads the images once for runs with different networks, optimizers and batches', async () => {
    const { trainWith, reads } = newProvider();
    for (const spec of SPECS.slice(0, 4)) await trainWith(spec);
    assert.equal(reads(), 2, 'training and test images');
  });

  it('reads the images again if a run needs other ones, or more of them', async () => {
    const { trainWith, reads } = newProvider();
    const more = smallSpec({ dataset: { ...smallSpec().dataset, train: 257 } });
    await trainWith(smallSpec());
    await trainWith(more);
    assert.equal(reads(), 4);
    await trainWith(more, await copyOfMnist());
    assert.equal(reads(), 6);
  });

  it('reads the images again if a file was replaced, even by one with the same size and time', async () => {
    const folder = await copyOfMnist();
    const file = path.join(folder, 'train-labels-idx1-ubyte');
    const replace = async (first: number): Promise<void> => {
      const header = Buffer.from([0, 0, 8, 1, 0, 0, 0xea, 0x60]);
      await writeFile(file, Buffer.concat([header, Buffer.alloc(60_000, first)]));
      await utimes(file, 1e9, 1e9);
    };
    const { trainWith, reads } = newProvider();
    await replace(1);
    const ones = await trainWith(smallSpec(), folder);
    await replace(2);
    assert.notDeepEqual(await trainWith(smallSpec(), folder), ones);
    assert.equal(reads(), 4);
  });

  it('refuses labels beyond the classes even if the images are already in memory', async () => {
    const { trainWith } = newProvider();
    await trainWith(smallSpec());
    await assert.rejects(trainWith(smallSpec({ network: { ...MLP, outputs: 5 } })), /should hold classes from 0 to 4/);
  });

  it('reads everything again after images that could not be read', async () => {
    const folder = await copyOfMnist();
    const { trainWith, reads } = newProvider();
    const first = await trainWith(smallSpec());
    await writeFile(
      path.join(folder, 't10k-images-idx3-ubyte'),
      Buffer.concat([Buffer.from([0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28]), Buffer.alloc(7_840_000)]),
    );
    await writeFile(
      path.join(folder, 'train-images-idx3-ubyte.gz'),
      gzipSync(Buffer.from([0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28])),
    );
    await assert.rejects(trainWith(smallSpec(), folder), /is truncated/);
    const before = reads();
    assert.deepEqual(await trainWith(smallSpec()), first);
    assert.equal(reads() - before, 2);
  });

  it('does not reuse a memory that has become very large', async () => {
    const factory = new EngineFactory(DIST);
    const config = {
      network: MLP,
      optimizer: DEFAULT_OPTIMIZERS.sgd,
      batchSize: 1,
      images: { train: 400_000, test: 0 },
    };
    const large = await factory.create('wasm', config);
    const small = await factory.create('wasm', { ...config, images: { train: 10, test: 1 } }, large);
    const smaller = await factory.create('wasm', { ...config, images: { train: 9, test: 1 } }, small);
    const memories = [large, small, smaller].map((engine) => engine.images('train').buffer);
    assert.notEqual(memories[0], memories[1]);
    assert.equal(memories[1], memories[2]);
  });

  /** A copy of MNIST; a file without .gz in its name is used instead of the packed one. */
  async function copyOfMnist(): Promise<string> {
    const folder = newFolder();
    for (const name of ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1']) {
      await copyFile(path.join(MNIST, `${name}-ubyte.gz`), path.join(folder, `${name}-ubyte.gz`));
    }
    return folder;
  }
});
