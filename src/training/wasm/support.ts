import type { ConvolutionBlock } from '../../domain/network.ts';
import { type EngineConfig, UnsupportedError } from '../engine.ts';
import { WASM_OPTIMIZERS } from './optimizerMoments.ts';

const KERNELS: readonly number[] = [1, 3, 5, 7];
const POOLS: readonly number[] = [1, 2];
/** Channels of one vector: the kernels compute no part of it. */
const CHANNEL_STEP = 4;
/** Classes that a label of one byte can name. */
const MOST_OUTPUTS = 256;

/** @throws UnsupportedError if the built-in engine cannot train this network or has not this optimizer, with a sentence on what to change. */
export function requireSupported(config: EngineConfig): void {
  const { network, optimizer } = config;
  if (!WASM_OPTIMIZERS.includes(optimizer.name))
    refuse(`has no optimizer "${optimizer.name}"; it has ${WASM_OPTIMIZERS.join(', ')}`);
  network.blocks.forEach((block, index) => requireSupportedBlock(block, `block ${index + 1}`));
  for (const units of network.hidden) {
    if (!isCount(units)) refuse(`needs whole numbers of hidden units, at least 1, not ${units}`);
  }
  if (!isCount(network.outputs) || network.outputs < 2 || network.outputs > MOST_OUTPUTS) {
    refuse(
      `tells 2 to ${MOST_OUTPUTS} classes apart, not ${network.outputs}: set the network's outputs to the number of classes`,
    );
  }
  if (!isCount(config.batchSize)) refuse(`needs batches of at least 1 image, not ${config.batchSize}`);
}

function requireSupportedBlock(block: ConvolutionBlock, where: string): void {
  if (!KERNELS.includes(block.kernel)) {
    refuse(`has kernels of ${KERNELS.join(', ')} pixels, not ${block.kernel} as in ${where}: choose one of these`);
  }
  if (!POOLS.includes(block.pool)) {
    refuse(`pools by 1 (not at all) or 2, not by ${block.pool} as in ${where}: choose one of these`);
  }
  if (!isCount(block.channels) || block.channels % CHANNEL_STEP !== 0) {
    const below = Math.max(CHANNEL_STEP, Math.floor(block.channels / CHANNEL_STEP) * CHANNEL_STEP);
    refuse(
      `computes convolution channels by fours, and ${block.channels} in ${where} is no multiple of 4: ` +
        `choose ${below} or ${below + CHANNEL_STEP}`,
    );
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function refuse(what: string): never {
  throw new UnsupportedError(`The built-in engine ${what}.`);
}
