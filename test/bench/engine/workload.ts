import type { Network } from '../../../src/domain/network.ts';
import { blockShapes, multiplyAdds, parameterTensors, sizeOf } from '../../../src/domain/network.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import { RIDING_THE_CURVE, SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { Preset } from '../../../src/domain/presets.ts';

/** A training run with Adam that is the same for all trainers. Passed to their processes as JSON. */
export interface Workload {
  readonly network: Network;
  readonly optimizer: typeof DEFAULT_OPTIMIZERS.adam;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** The number of training images, from the first on. Only Goldilocks also loads test images, as its presets do. */
  readonly train: number;
  readonly test: number;
  readonly seed: number;
  /** The absolute path of the folder with MNIST's IDX files. */
  readonly folder: string;
}

/** The rate of the small preset at which the network stays alive and the least work can be skipped. */
export const HEADLINE_RATE = 0.0001;
/** The best rate of the large preset. */
export const LARGE_RATE = 0.001;

/** A run of the preset slow-fast-furious with this rate. */
export function smallWorkload(folder: string, learningRate = HEADLINE_RATE): Workload {
  return fromPreset(SLOW_FAST_FURIOUS, folder, learningRate, SLOW_FAST_FURIOUS.epochs);
}

/** A run of the preset riding-the-curve with one epoch instead of five. */
export function largeWorkload(folder: string): Workload {
  return fromPreset(RIDING_THE_CURVE, folder, LARGE_RATE, 1);
}

/** The small network with this many channels in its first block, and twice as many in its second. */
export function withChannels(workload: Workload, channels: number): Workload {
  const blocks = workload.network.blocks.map((block, index) => ({ ...block, channels: channels * 2 ** index }));
  return { ...workload, network: { ...workload.network, blocks } };
}

/**
 * The floating-point operations of a training step per image. Each layer has three products (forward, gradient by weights, gradient
 * by inputs), the first one only two, since the gradient by the pixels isn't needed; a multiply-add counts as two. Includes work that
 * an engine skips because a factor is zero. Counts only convolutions and dense layers; the rest is negligible.
 */
export function trainingFlops(network: Network): number {
  return 2 * (3 * multiplyAdds(network) - firstLayerMultiplyAdds(network));
}

function firstLayerMultiplyAdds(network: Network): number {
  const [weights] = parameterTensors(network);
  const [block] = blockShapes(network);
  return sizeOf(weights.shape) * (block ? block.convolved[0] * block.convolved[1] : 1);
}

function fromPreset(
  { network, batchSize, images }: Preset,
  folder: string,
  learningRate: number,
  epochs: number,
): Workload {
  return { network, optimizer: DEFAULT_OPTIMIZERS.adam, learningRate, batchSize, epochs, ...images, seed: 1, folder };
}
