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
        "The TensorFlow engine doesn't support {0}: choose another optimizer or the built-in engine.",
        optimizer.name,
      ),
    );
  }
}

function requireSupportedNetwork({ outputs }: Network): void {
  if (outputs > MAX_OUTPUTS)
    throw new UnsupportedError(
      l10n.t(
        'The TensorFlow engine supports at most {0} classes, not {1}, because each label is one byte.',
        MAX_OUTPUTS,
        outputs,
      ),
    );
}
