import type { Network } from '../../domain/network.ts';
import { UnsupportedError } from '../engine.ts';
import type { EngineConfig } from '../engine.ts';
import { findRule } from './updateRules.ts';

/** Classes that a label of one byte can name. */
const MOST_OUTPUTS = 256;

/** @throws UnsupportedError if TensorFlow.js cannot train this, with a sentence that names what it lacks */
export function requireSupported({ network, optimizer }: Pick<EngineConfig, 'network' | 'optimizer'>): void {
  requireSupportedNetwork(network);
  if (!findRule(optimizer)) {
    throw new UnsupportedError(
      `The TensorFlow engine trains with the optimizers that TensorFlow.js has, and ${optimizer.name} is none of them: choose another, or the built-in engine.`,
    );
  }
}

function requireSupportedNetwork({ outputs }: Network): void {
  if (outputs > MOST_OUTPUTS)
    throw new UnsupportedError(
      `The TensorFlow engine tells at most ${MOST_OUTPUTS} classes apart, for a label is one byte, not ${outputs}.`,
    );
}
