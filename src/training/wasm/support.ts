import * as l10n from '@vscode/l10n';
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
  const { network, optimizer, batchSize } = config;
  if (!WASM_OPTIMIZERS.includes(optimizer.name)) {
    throw new UnsupportedError(
      l10n.t(
        'The built-in engine has no optimizer "{0}"; it has {1}.',
        optimizer.name as string,
        WASM_OPTIMIZERS.join(', '),
      ),
    );
  }
  network.blocks.forEach(requireSupportedBlock);
  for (const units of network.hidden) {
    if (!isPositiveInteger(units)) {
      throw new UnsupportedError(
        l10n.t('The built-in engine needs whole numbers of hidden units, at least 1, not {0}.', units),
      );
    }
  }
  if (!isPositiveInteger(network.outputs) || network.outputs < 2 || network.outputs > MAX_OUTPUTS) {
    throw new UnsupportedError(
      l10n.t(
        "The built-in engine supports 2 to {0} classes, not {1}: set the network's outputs to the number of classes.",
        MAX_OUTPUTS,
        network.outputs,
      ),
    );
  }
  if (!isPositiveInteger(batchSize)) {
    throw new UnsupportedError(l10n.t('The built-in engine needs batches of at least 1 image, not {0}.', batchSize));
  }
}

function requireSupportedBlock({ kernel, pool, channels }: ConvolutionBlock, index: number): void {
  if (!KERNELS.includes(kernel)) {
    throw new UnsupportedError(
      l10n.t(
        'The built-in engine supports kernels of {0} pixels, not {1} as in block {2}.',
        KERNELS.join(', '),
        kernel,
        index + 1,
      ),
    );
  }
  if (!POOLS.includes(pool)) {
    throw new UnsupportedError(
      l10n.t('The built-in engine supports pooling of 1 (none) or 2, not {0} as in block {1}.', pool, index + 1),
    );
  }
  if (!isPositiveInteger(channels) || channels % CHANNEL_STEP !== 0) {
    const below = Math.max(CHANNEL_STEP, Math.floor(channels / CHANNEL_STEP) * CHANNEL_STEP);
    throw new UnsupportedError(
      l10n.t(
        'The built-in engine needs the number of channels to be a multiple of 4, not {0} as in block {1}: use {2} or {3}.',
        channels,
        index + 1,
        below,
        below + CHANNEL_STEP,
      ),
    );
  }
}

function isPositiveInteger(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}
