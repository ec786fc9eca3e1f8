import assert from 'node:assert/strict';
import { copyFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Network } from '../../../src/domain/network.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import type { RunSpec } from '../../../src/domain/run.ts';
import { openDataset } from '../../../src/training/dataset.ts';
import { EnginePreparer } from '../../../src/training/enginePreparer.ts';
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

/** Runs that differ in everything that decides how memory is laid out, and what lies in it afterwards. */
const SPECS: readonly RunSpec[] = [
  smallSpec(),
  smallSpec({ learningRate: 0.1, optimizer: DEFAULT_OPTIMIZERS.momentum, batchSize: 7 }),
  smallSpec({ network: MLP, optimizer: DEFAULT_OPTIMIZERS.sgd, batchSize: 100 }),
  smallSpec({ network: WIDE, seed: 2 }),
  smallSpec({ dataset: { ...smallSpec().dataset, train: 100, test: 300 } }),
  // Ends with weights that are not finite.
  smallSpec({ learningRate: 1e30, optimizer: DEFAULT_OPTIMIZERS.sgd }),
];

describe('engines of one worker', function () {
  this.timeout(60_000);
  const newFolder = temporaryFolders();

  /** A worker's preparer that counts the splits read from disk. */
  function newPreparer(): {
    readonly prepare: (spec: RunSpec, folder?: string) => Promise<unknown[]>;
    readonly reads: () => number;
  } {
    let reads = 0;
    const preparer = new EnginePreparer(new EngineFactory(DIST), async (folder) => {
      const dataset = await openDataset(folder);
      return { ...dataset, read: (...args) => (reads++, dataset.read(...args)) };
    });
    return {
      reads: () => reads,
      prepare: async (spec, folder = MNIST) => {
        const engine = await preparer.prepare({ spec, datasetFolder: folder });
        const told: unknown[] = [];
        await train(spec, engine, {
          sample: ({ seconds: _, ...sample }) => told.push(sample),
          epoch: ({ seconds: _, ...epoch }) => told.push(epoch),
          breathe: () => Promise.resolve(),
        });
        return [...told, ...engine.parameters.map((_, index) => engine.readWeights(index))];
      },
    };
  }

  it('give the same numbers to the last bit after any other run as when they are the first', async () => {
    const fresh = [];
    for (const spec of SPECS) fresh.push(await newPreparer().prepare(spec));
    const used = newPreparer();
    for (const [first, spec] of SPECS.entries()) {
      for (const [second, other] of SPECS.entries()) {
        assert.deepEqual(await used.prepare(spec), fresh[first]);
        assert.deepEqual(await used.prepare(other), fresh[second], `run ${second} after run ${first}`);
      }
    }
  });

  it('read the images once for runs of different networks, optimizers and batches', async () => {
    const { prepare, reads } = newPreparer();
    for (const spec of SPECS.slice(0, 4)) await prepare(spec);
    assert.equal(reads(), 2, 'training and test images');
  });

  it('read other images, and other numbers of them, again', async () => {
    const { prepare, reads } = newPreparer();
    const more = smallSpec({ dataset: { ...smallSpec().dataset, train: 257 } });
    await prepare(smallSpec());
    await prepare(more);
    assert.equal(reads(), 4);
    await prepare(more, await copyOfMnist());
    assert.equal(reads(), 6);
  });

  it('read a file that was replaced again, even by one of the same size and age', async () => {
    const folder = await copyOfMnist();
    const file = path.join(folder, 'train-labels-idx1-ubyte');
    const replace = async (first: number): Promise<void> => {
      const header = Buffer.from([0, 0, 8, 1, 0, 0, 0xea, 0x60]);
      await writeFile(file, Buffer.concat([header, Buffer.alloc(60_000, first)]));
      await utimes(file, 1e9, 1e9);
    };
    const { prepare, reads } = newPreparer();
    await replace(1);
    const ones = await prepare(smallSpec(), folder);
    await replace(2);
    assert.notDeepEqual(await prepare(smallSpec(), folder), ones);
    assert.equal(reads(), 4);
  });

  it('refuse labels beyond the classes also when the images are already there', async () => {
    const { prepare } = newPreparer();
    await prepare(smallSpec());
    await assert.rejects(prepare(smallSpec({ network: { ...MLP, outputs: 5 } })), /should hold classes from 0 to 4/);
  });

  it('read all again after images that could not be read', async () => {
    const folder = await copyOfMnist();
    const { prepare, reads } = newPreparer();
    const first = await prepare(smallSpec());
    await writeFile(
      path.join(folder, 't10k-images-idx3-ubyte'),
      Buffer.concat([Buffer.from([0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28]), Buffer.alloc(7_840_000)]),
    );
    await writeFile(
      path.join(folder, 'train-images-idx3-ubyte.gz'),
      gzipSync(Buffer.from([0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28])),
    );
    await assert.rejects(prepare(smallSpec(), folder), /is truncated/);
    const before = reads();
    assert.deepEqual(await prepare(smallSpec()), first);
    assert.equal(reads() - before, 2);
  });

  it('do without a memory that has become very large', async () => {
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

  /** MNIST in a folder of its own; a file without .gz in its name goes before the packed one. */
  async function copyOfMnist(): Promise<string> {
    const folder = newFolder();
    for (const name of ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1']) {
      await copyFile(path.join(MNIST, `${name}-ubyte.gz`), path.join(folder, `${name}-ubyte.gz`));
    }
    return folder;
  }
});
