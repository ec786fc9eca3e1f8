import * as l10n from '@vscode/l10n';
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
      l10n.t(
        'The TensorFlow engine trains with the optimizers that TensorFlow.js has, and {0} is none of them: choose another, or the built-in engine.',
        optimizer.name,
      ),
    );
  }
}

function requireSupportedNetwork({ outputs }: Network): void {
  if (outputs > MAX_OUTPUTS)
    throw new UnsupportedError(
      l10n.t(
        'The TensorFlow engine tells at most {0} classes apart, for a label is one byte, not {1}.',
        MAX_OUTPUTS,
        outputs,
      ),
    );
}
