import type { ConvolutionBlock } from '../../domain/network.ts';
import { type EngineConfig, UnsupportedError } from '../engine.ts';
import { WASM_OPTIMIZERS } from './optimizerMoments.ts';

const KERNELS: readonly number[] = [1, 3, 5, 7];
const POOLS: readonly number[] = [1, 2];
/** Channels in a vector; the kernels compute whole vectors only. */
const CHANNEL_STEP = 4;
/** Labels have one byte. */
const MAX_OUTPUTS = 256;

/** @throws UnsupportedError if the built-in engine cannot train this network or optimizer, with a sentence on what to change */
export function requireSupported(config: EngineConfig): void {
  const { network, optimizer } = config;
  if (!WASM_OPTIMIZERS.includes(optimizer.name))
    throwUnsupported(`has no optimizer "${optimizer.name}"; it has ${WASM_OPTIMIZERS.join(', ')}`);
  network.blocks.forEach((block, index) => requireSupportedBlock(block, `block ${index + 1}`));
  for (const units of network.hidden) {
    if (!isPositiveInteger(units)) throwUnsupported(`needs whole numbers of hidden units, at least 1, not ${units}`);
  }
  if (!isPositiveInteger(network.outputs) || network.outputs < 2 || network.outputs > MAX_OUTPUTS) {
    throwUnsupported(
      `tells 2 to ${MAX_OUTPUTS} classes apart, not ${network.outputs}: set the network's outputs to the number of classes`,
    );
  }
  if (!isPositiveInteger(config.batchSize))
    throwUnsupported(`needs batches of at least 1 image, not ${config.batchSize}`);
}

function requireSupportedBlock(block: ConvolutionBlock, where: string): void {
  if (!KERNELS.includes(block.kernel)) {
    throwUnsupported(
      `has kernels of ${KERNELS.join(', ')} pixels, not ${block.kernel} as in ${where}: choose one of these`,
    );
  }
  if (!POOLS.includes(block.pool)) {
    throwUnsupported(`pools by 1 (not at all) or 2, not by ${block.pool} as in ${where}: choose one of these`);
  }
  if (!isPositiveInteger(block.channels) || block.channels % CHANNEL_STEP !== 0) {
    const below = Math.max(CHANNEL_STEP, Math.floor(block.channels / CHANNEL_STEP) * CHANNEL_STEP);
    throwUnsupported(
      `computes convolution channels by fours, and ${block.channels} in ${where} is no multiple of 4: ` +
        `choose ${below} or ${below + CHANNEL_STEP}`,
    );
  }
}

function isPositiveInteger(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function throwUnsupported(limitation: string): never {
  throw new UnsupportedError(`The built-in engine ${limitation}.`);
}
