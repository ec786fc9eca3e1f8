import { createHash } from 'node:crypto';
import type { ConvolutionBlock, Loss, Network } from '../../../src/domain/network.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import type { OptimizerName } from '../../../src/domain/optimizer.ts';
import type { TrainingChoice } from '../../../src/kinds/sweep/choice.ts';
import { randomNumbers } from '../../support/engine.ts';
import { DATA } from './data.ts';
import type { DataName } from './data.ts';

/** A training whose best rates are known, and that the finders are tried on. */
export interface FinderCase {
  readonly index: number;
  readonly network: string;
  readonly data: DataName;
  readonly choice: TrainingChoice;
  /** Of a network or of data that nothing was tuned on. */
  readonly isHeldOut: boolean;
}

const CASES = 240;
const OPTIMIZERS: readonly OptimizerName[] = ['sgd', 'momentum', 'adam', 'adamw', 'rmsprop', 'lion'];
/** Steps of a full run, about; from 2,000 on the goal for the cost holds. */
const LENGTHS = [300, 600, 1000, 2000, 2000];
const BATCHES = [8, 16, 32, 64];

const block = (channels: number): ConvolutionBlock => ({ channels, kernel: 3, same: false, pool: 2 });
const layers = (blocks: ConvolutionBlock[], hidden: number[], loss: Loss = 'cross-entropy') => ({
  blocks,
  hidden,
  loss,
});
const NETWORKS: Readonly<Record<string, Pick<Network, 'blocks' | 'hidden' | 'loss'>>> = {
  softmax: layers([], []),
  linear: layers([], [], 'squared'),
  mlp: layers([], [32]),
  'mlp-two': layers([], [64, 32]),
  'mlp-deep': layers([], [32, 32, 32, 32]),
  'mlp-squared': layers([], [48], 'squared'),
  cnn: layers([block(4)], [32]),
  'cnn-two': layers([block(8), block(12)], [32]),
  'cnn-squared': layers([block(8)], [24], 'squared'),
};

const HELD_OUT_NETWORKS = firstByHash(Object.keys(NETWORKS), 2);
const HELD_OUT_DATA = firstByHash(Object.keys(DATA), 1);

/** All cases, the same each time: every optimizer with every network, the rest at random. */
export function finderCases(): FinderCase[] {
  const random = randomNumbers(14);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const names = Object.keys(NETWORKS);
  return Array.from({ length: CASES }, (_, index) => {
    const optimizer = OPTIMIZERS[index % OPTIMIZERS.length];
    const network = names[Math.floor(index / OPTIMIZERS.length) % names.length];
    const data = pick(Object.keys(DATA)) as DataName;
    const batchSize = pick(BATCHES);
    const { images, side } = DATA[data];
    const perEpoch = Math.ceil(images / batchSize);
    const choice: TrainingChoice = {
      name: `${network} ${data}`,
      preset: null,
      network: { input: [side, side, 1], outputs: 10, ...NETWORKS[network] },
      dataset: { name: data, folder: null, train: images, test: 0 },
      optimizer: DEFAULT_OPTIMIZERS[optimizer],
      batchSize,
      epochs: Math.ceil(pick(LENGTHS) / perEpoch),
      seeds: 1,
      engine: 'wasm',
    };
    return {
      index,
      network,
      data,
      choice,
      isHeldOut: HELD_OUT_NETWORKS.includes(network) || HELD_OUT_DATA.includes(data),
    };
  });
}

function firstByHash(names: readonly string[], count: number): readonly string[] {
  const hash = (name: string): string => createHash('sha256').update(name).digest('hex');
  return names.toSorted((a, b) => (hash(a) < hash(b) ? -1 : 1)).slice(0, count);
}
