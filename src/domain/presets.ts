import * as l10n from '@vscode/l10n';
import { DEFAULT_OPTIMIZERS } from './optimizer.ts';
import type { Network } from './network.ts';
import type { Optimizer } from './optimizer.ts';

/** What an article printed for one rate: mean training loss and test accuracy (0..1) after each epoch. */
export interface PublishedResult {
  readonly learningRate: number;
  readonly loss: readonly number[];
  readonly accuracy: readonly number[];
}

/** A sweep that somebody published, ready to be run again. */
export interface Preset {
  readonly name: string;
  /** That of the article, as a person reads it. */
  readonly title: string;
  /** The whole title of the article. */
  readonly article: string;
  /** One sentence for a list of presets. */
  readonly description: string;
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  readonly epochs: number;
  readonly learningRates: readonly number[];
  /** The first so many images of the data set. */
  readonly images: { readonly train: number; readonly test: number };
  /** What the article printed, where it printed numbers. */
  readonly published: readonly PublishedResult[];
}

const SMALL_NETWORK: Network = {
  input: [28, 28, 1],
  blocks: [
    { channels: 8, kernel: 3, same: false, pool: 2 },
    { channels: 16, kernel: 3, same: false, pool: 2 },
  ],
  hidden: [64],
  outputs: 10,
  loss: 'cross-entropy',
};

const LARGE_NETWORK: Network = {
  input: [28, 28, 1],
  blocks: [
    { channels: 16, kernel: 3, same: true, pool: 2 },
    { channels: 32, kernel: 3, same: true, pool: 2 },
  ],
  hidden: [128],
  outputs: 10,
  loss: 'cross-entropy',
};

/** Its article names neither optimizer nor batch size; Adam and 64 come closest. */
export const SLOW_FAST_FURIOUS: Preset = {
  name: 'slow-fast-furious',
  get title() {
    return l10n.t('Slow, Fast, or Furious');
  },
  article: 'Slow, Fast, or Furious? A Deep Dive into Learning Rates in Deep Learning',
  get description() {
    return l10n.t('A compact CNN, 10,000 images, 3 epochs: rates too high, just right, too low.');
  },
  network: SMALL_NETWORK,
  optimizer: DEFAULT_OPTIMIZERS.adam,
  batchSize: 64,
  epochs: 3,
  learningRates: [0.1, 0.01, 0.0001],
  images: { train: 10_000, test: 2_000 },
  published: [
    { learningRate: 0.1, loss: [3.166, 2.3058, 2.3066], accuracy: [0.117, 0.089, 0.117] },
    { learningRate: 0.01, loss: [0.5158, 0.1239, 0.0872], accuracy: [0.9425, 0.962, 0.962] },
    { learningRate: 0.0001, loss: [2.2539, 2.0417, 1.6081], accuracy: [0.432, 0.605, 0.668] },
  ],
};

/** Its article shows curves, no figures. */
export const RIDING_THE_CURVE: Preset = {
  name: 'riding-the-curve',
  get title() {
    return l10n.t('Riding the Learning Curve');
  },
  article: 'Riding the Learning Curve: How a Single Number Decides Whether Your Neural Network Succeeds or Crashes',
  get description() {
    return l10n.t('A larger CNN, all 60,000 images, 5 epochs: rates from very low to high for Adam.');
  },
  network: LARGE_NETWORK,
  optimizer: DEFAULT_OPTIMIZERS.adam,
  batchSize: 32,
  epochs: 5,
  learningRates: [0.0001, 0.001, 0.01],
  images: { train: 60_000, test: 10_000 },
  published: [],
};

export const PRESETS: readonly Preset[] = [SLOW_FAST_FURIOUS, RIDING_THE_CURVE];

/** The preset that trains a network; undefined for a network of one's own. */
export function presetWith(network: Network): Preset | undefined {
  const text = JSON.stringify(network);
  return PRESETS.find((preset) => JSON.stringify(preset.network) === text);
}
