import type { Network } from '../../../src/domain/network.ts';
import { blockShapes, multiplyAdds, parameterTensors, sizeOf } from '../../../src/domain/network.ts';
import { DEFAULT_OPTIMIZERS } from '../../../src/domain/optimizer.ts';
import { RIDING_THE_CURVE, SLOW_FAST_FURIOUS } from '../../../src/domain/presets.ts';
import type { Preset } from '../../../src/domain/presets.ts';

/** One training that every trainer does alike, with Adam. It travels to their processes as JSON. */
export interface Workload {
  readonly network: Network;
  readonly optimizer: typeof DEFAULT_OPTIMIZERS.adam;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** The first so many images; only Goldilocks keeps test images as well, as its presets do. */
  readonly train: number;
  readonly test: number;
  readonly seed: number;
  /** Absolute path of the folder with MNIST's IDX files. */
  readonly folder: string;
}

/** The rate of the small preset at which the network stays alive and the least of its work can be skipped. */
export const HEADLINE_RATE = 0.0001;
/** The rate of the large preset that learns best. */
export const LARGE_RATE = 0.001;

/** A training of slow-fast-furious, as the preset has it but for the rate. */
export function smallWorkload(folder: string, learningRate = HEADLINE_RATE): Workload {
  return fromPreset(SLOW_FAST_FURIOUS, folder, learningRate, SLOW_FAST_FURIOUS.epochs);
}

/** A training of riding-the-curve: all its images once, where the preset has five epochs. */
export function largeWorkload(folder: string): Workload {
  return fromPreset(RIDING_THE_CURVE, folder, LARGE_RATE, 1);
}

/** The small network with another number of channels in its first block, and twice that in its second. */
export function withChannels(workload: Workload, channels: number): Workload {
  const blocks = workload.network.blocks.map((block, index) => ({ ...block, channels: channels * 2 ** index }));
  return { ...workload, network: { ...workload.network, blocks } };
}

/**
 * Floating-point operations of one training step on one image: a multiply and an add in each of three products a layer (forward,
 * backward by its weights, backward by its inputs), of which the first layer needs no last one, because nobody asks for the
 * gradient by the pixels. Work that an engine skips, because a factor is zero, counts as done. Convolutions and dense layers
 * alone; the rest is little.
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
