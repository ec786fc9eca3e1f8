import * as l10n from '@vscode/l10n';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Network } from '../domain/network.ts';
import type { Split } from './engine.ts';
import { DatasetError, readIdxHeader, readIdxItems } from './idx.ts';
import type { IdxHeader } from './idx.ts';

/** The images of one split: how many there are, and their size in pixels. */
export interface SplitInfo {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
}

/** A folder with images and their classes. Only the headers have been read. */
export interface Dataset {
  readonly folder: string;
  readonly train: SplitInfo;
  readonly test: SplitInfo;
  /** Changes when a file of the data set is replaced or modified. */
  readonly stamp: string;
  /**
   * Reads the first images of a split as a stream, so that there is never a second copy of them and the event loop is blocked for a
   * few milliseconds at most.
   * @param into receives `count` x height x width x channels bytes of images and `count` bytes of labels
   * @throws DatasetError if a file is truncated or damaged, a label is too large, or there are fewer images than `count`; the
   *   signal's reason if it aborts
   */
  read(split: Split, selection: ImageSelection, into: SplitBuffers, signal?: AbortSignal): Promise<void>;
  /** @throws DatasetError if one of a split's first labels is not below `classes` */
  checkLabels(split: Split, labels: Uint8Array, classes: number): void;
}

/** Which images of a split are read. */
export interface ImageSelection {
  /** How many of the first images; of the first ones of these classes where `only` names some. */
  readonly count: number;
  /** Number of classes; each label must be less. */
  readonly classes: number;
  readonly only?: readonly number[];
}

/** Buffers for the images and labels of a split: one byte per pixel and channel, one byte per label. */
export interface SplitBuffers {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

interface SplitFiles {
  readonly images: IdxHeader;
  readonly labels: IdxHeader;
  readonly info: SplitInfo;
}

/** Prefixes of MNIST's files. */
const PREFIXES: Record<Split, string> = { train: 'train', test: 't10k' };
/** In pixels. A header with larger images is considered damaged. */
const MAX_SIDE = 4096;
const GREY = 1;
const COLOURS = 3;

/**
 * Opens a folder with the four files of MNIST, or of any data set in its format, unpacked or compressed with gzip.
 * @throws DatasetError if the folder or a file is missing, or a header is wrong or does not match another one
 */
export async function openDataset(folder: string): Promise<Dataset> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new DatasetError(unreadableFolderMessage(folder, error));
  });
  const splits = { train: await openSplit(folder, names, 'train'), test: await openSplit(folder, names, 'test') };
  const [train, test] = [splits.train.info, splits.test.info];
  if (describeSize(train) !== describeSize(test)) {
    throw new DatasetError(
      l10n.t(
        '{0} holds images of {1}, but those of {2} are {3}: both must be of one size.',
        splits.test.images.path,
        describeSize(test),
        splits.train.images.path,
        describeSize(train),
      ),
    );
  }
  return {
    folder,
    train,
    test,
    stamp: [splits.train, splits.test].flatMap(({ images, labels }) => [images.stamp, labels.stamp]).join('\n'),
    read: (split, selection, into, signal) => readSplit(splits[split], selection, into, signal),
    checkLabels: (split, labels, classes) => requireClasses(splits[split].labels, labels, classes),
  };
}

/** @throws DatasetError if the images do not have the size of the network's input */
export function checkFit({ folder, train }: Dataset, { input: [height, width, channels] }: Network): void {
  const input = describeSize({ height, width, channels });
  if (describeSize(train) === input) return;
  throw new DatasetError(
    l10n.t(
      'The images in {0} are {1}, but the network takes {2}; use images of that size, or a network for these.',
      folder,
      describeSize(train),
      input,
    ),
  );
}

function unreadableFolderMessage(folder: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return l10n.t('{0} should be a folder with a data set, but it does not exist.', folder);
  if (code === 'ENOTDIR') return l10n.t('{0} should be a folder with a data set, but it is not a folder.', folder);
  return l10n.t('{0} should be a folder with a data set, but {1}.', folder, message);
}

async function openSplit(folder: string, names: readonly string[], split: Split): Promise<SplitFiles> {
  const images = await readIdxHeader(findFile(folder, names, `${PREFIXES[split]}-images`, 3), 'images', [3, 4]);
  const labels = await readIdxHeader(findFile(folder, names, `${PREFIXES[split]}-labels`, 1), 'labels', [1]);
  const [count, height, width, channels = GREY] = images.dimensions;
  if (channels !== GREY && channels !== COLOURS) {
    throw new DatasetError(
      l10n.t(
        '{0} should hold images of {1} or {2} channels, but its header says {3}.',
        images.path,
        GREY,
        COLOURS,
        channels,
      ),
    );
  }
  if (Math.min(height, width) < 1 || Math.max(height, width) > MAX_SIDE) {
    throw new DatasetError(
      l10n.t(
        '{0} should hold images of 1 to {1} pixels a side, but its header says {2} x {3}.',
        images.path,
        MAX_SIDE,
        height,
        width,
      ),
    );
  }
  if (labels.dimensions[0] !== count) {
    throw new DatasetError(
      l10n.t(
        '{0} should have a label for each of the {1} images in {2}, but has {3}.',
        labels.path,
        count,
        images.path,
        labels.dimensions[0],
      ),
    );
  }
  if (count === 0) throw new DatasetError(l10n.t('{0} should hold at least one image, but holds none.', images.path));
  return { images, labels, info: { count, height, width, channels } };
}

function findFile(folder: string, names: readonly string[], stem: string, rank: number): string {
  const accepted = ['-', '.'].flatMap((separator) =>
    ['', '.gz'].map((packing) => `${stem}${separator}idx${rank}-ubyte${packing}`),
  );
  const found = accepted.find((name) => names.includes(name));
  if (!found)
    throw new DatasetError(
      l10n.t('{0} has no file {1}; it may also be named {2}.', folder, accepted[0], accepted.slice(1).join(', ')),
    );
  return path.join(folder, found);
}

async function readSplit(
  { images, labels, info }: SplitFiles,
  { count, classes, only }: ImageSelection,
  into: SplitBuffers,
  signal?: AbortSignal,
): Promise<void> {
  if (count > info.count)
    throw new DatasetError(l10n.t('{0} holds {1} images, but {2} were asked for.', images.path, info.count, count));
  if (!only) {
    await readIdxItems(labels, count, into.labels, signal);
    requireClasses(labels, into.labels, classes);
    await readIdxItems(images, count, into.images, signal);
    return;
  }
  const all = new Uint8Array(info.count);
  await readIdxItems(labels, info.count, all, signal);
  requireClasses(labels, all, classes);
  const indices = [...all.keys()].filter((index) => only.includes(all[index]));
  if (indices.length < count)
    throw new DatasetError(
      l10n.t(
        '{0} holds {1} images of the classes {2}, but {3} were asked for.',
        images.path,
        indices.length,
        only.join(', '),
        count,
      ),
    );
  const selected = indices.slice(0, count);
  into.labels.set(selected.map((index) => all[index]));
  await readIdxItems(images, selected, into.images, signal);
}

function requireClasses({ path: file }: IdxHeader, labels: Uint8Array, classes: number): void {
  const index = labels.findIndex((label) => label >= classes);
  if (index < 0) return;
  throw new DatasetError(
    l10n.t(
      '{0} should hold classes from 0 to {1}, but label {2} (counted from 0) is {3}.',
      file,
      classes - 1,
      index,
      labels[index],
    ),
  );
}

function describeSize({ height, width, channels }: Omit<SplitInfo, 'count'>): string {
  return `${height} x ${width} x ${channels}`;
}
