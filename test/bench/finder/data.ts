import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openDataset } from '../../../src/training/dataset.ts';
import { randomNumbers } from '../../support/engine.ts';

interface Variation {
  /** Training images. */
  readonly images: number;
  /** Height and width in pixels: 28 as they are, 14 for the mean of each four pixels. */
  readonly side: 28 | 14;
  /** Share of the images whose class is drawn at random. */
  readonly noise: number;
  /** What pixels are multiplied by. */
  readonly contrast: number;
}

/** The first images of MNIST and variations of them. */
export const DATA = {
  mnist: { images: 1500, side: 28, noise: 0, contrast: 1 },
  small: { images: 3000, side: 14, noise: 0, contrast: 1 },
  noisy: { images: 2000, side: 14, noise: 0.3, contrast: 1 },
  faint: { images: 2000, side: 14, noise: 0, contrast: 0.25 },
  few: { images: 300, side: 14, noise: 0, contrast: 1 },
  'few-noisy': { images: 400, side: 14, noise: 0.15, contrast: 1 },
} as const satisfies Record<string, Variation>;

export type DataName = keyof typeof DATA;

const FOLDER = path.resolve('.cache', 'finder', 'data');
const CLASSES = 10;
const SIDE = 28;

/** The folder with the data set's files, which are made when they are first used. */
export async function dataFolder(name: DataName): Promise<string> {
  const folder = path.join(FOLDER, name);
  const last = path.join(folder, 't10k-labels-idx1-ubyte');
  try {
    await access(last);
  } catch {
    await make(DATA[name], folder);
  }
  return folder;
}

async function make({ images: count, side, noise, contrast }: Variation, folder: string): Promise<void> {
  const mnist = await openDataset(path.resolve('media', 'mnist'));
  const images = new Uint8Array(count * SIDE * SIDE);
  const labels = new Uint8Array(count);
  await mnist.read('train', { count, classes: CLASSES }, { images, labels });
  const random = randomNumbers(count);
  for (let index = 0; index < count; index++) if (random() < noise) labels[index] = Math.floor(random() * CLASSES);
  const pixels = (side === SIDE ? images : halved(images)).map((pixel) => Math.round(pixel * contrast));
  await mkdir(folder, { recursive: true });
  // A data set has test images, though nothing here looks at them.
  for (const prefix of ['train', 't10k']) {
    await writeFile(path.join(folder, `${prefix}-images-idx3-ubyte`), idx([count, side, side], pixels));
    await writeFile(path.join(folder, `${prefix}-labels-idx1-ubyte`), idx([count], labels));
  }
}

/** Each image with half the side: the mean of each four pixels. */
function halved(images: Uint8Array): Uint8Array {
  const side = SIDE / 2;
  return Uint8Array.from({ length: images.length / 4 }, (_, place) => {
    const [row, column] = [Math.floor(place / side), place % side];
    const at = row * 2 * SIDE + column * 2;
    return Math.round((images[at] + images[at + 1] + images[at + SIDE] + images[at + SIDE + 1]) / 4);
  });
}

/** A file of unsigned bytes in MNIST's format. */
function idx(dimensions: readonly number[], bytes: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4 * (1 + dimensions.length));
  header.writeUInt32BE(0x800 + dimensions.length, 0);
  dimensions.forEach((length, index) => header.writeUInt32BE(length, 4 * (1 + index)));
  return Buffer.concat([header, bytes]);
}
