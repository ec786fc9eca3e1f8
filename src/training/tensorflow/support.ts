import type { Network } from '../../domain/network.ts';
import { UnsupportedError } from '../engine.ts';
import type { EngineConfig } from '../engine.ts';
import { updateRuleFor } from './updateRules.ts';

/** Labels have one byte. */
const MAX_OUTPUTS = 256;

/** @throws UnsupportedError if TensorFlow.js cannot train this, with a sentence about what it does not support */
export function requireSupported({ network, optimizer }: Pick<EngineConfig, 'network' | 'optimizer'>): void {
  requireSupportedNetwork(network);
  if (!updateRuleFor(optimizer)) {
    throw new UnsupportedError(
      `The TensorFlow engine trains with the optimizers that TensorFlow.js has, and ${optimizer.name} is none of them: choose another, or the built-in engine.`,
    );
  }
}

function requireSupportedNetwork({ outputs }: Network): void {
  if (outputs > MAX_OUTPUTS)
    throw new UnsupportedError(
      `The TensorFlow engine tells at most ${MAX_OUTPUTS} classes apart, for a label is one byte, not ${outputs}.`,
    );
}
