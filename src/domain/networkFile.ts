import * as l10n from '@vscode/l10n';
import { blockShapes } from './network.ts';
import type { ConvolutionBlock, Network } from './network.ts';

/** The largest that each number of a network may be; beyond, training on a laptop's processor makes no sense. */
const LIMITS = { side: 64, channels: 1024, kernel: 11, pool: 8, units: 8192, outputs: 100 } as const;

/**
 * Checks that a value read from a JSON file describes a network.
 * @throws RangeError with a sentence that names the field, what it is and what is allowed
 */
export function parseNetwork(value: unknown): Network {
  const network = fields(value, l10n.t('The network'), ['input', 'blocks', 'hidden', 'outputs', 'loss']);
  const input = list(network.input, '"input"');
  if (input.length !== 3)
    throw new RangeError(l10n.t('"input" must be [height, width, channels], such as [28, 28, 1].'));
  const loss = network.loss ?? 'cross-entropy';
  if (loss !== 'cross-entropy' && loss !== 'squared')
    throw new RangeError(l10n.t('"loss" must be "cross-entropy" or "squared", not {0}.', JSON.stringify(loss)));
  const parsed: Network = {
    input: [
      whole(input[0], l10n.t('The height in "input"'), LIMITS.side),
      whole(input[1], l10n.t('The width in "input"'), LIMITS.side),
      whole(input[2], l10n.t('The channels in "input"'), 4),
    ],
    blocks: list(network.blocks ?? [], '"blocks"').map(parseBlock),
    hidden: list(network.hidden ?? [], '"hidden"').map((units, index) =>
      whole(units, l10n.t('Entry {0} of "hidden"', index + 1), LIMITS.units),
    ),
    outputs: whole(network.outputs, '"outputs"', LIMITS.outputs, 2),
    loss,
  };
  blockShapes(parsed);
  return parsed;
}

function parseBlock(value: unknown, index: number): ConvolutionBlock {
  const number = index + 1;
  const block = fields(value, l10n.t('Block {0}', number), ['channels', 'kernel', 'same', 'pool']);
  const same = block.same ?? false;
  if (typeof same !== 'boolean')
    throw new RangeError(l10n.t('"same" of block {0} must be true or false, not {1}.', number, JSON.stringify(same)));
  return {
    channels: whole(block.channels, l10n.t('"channels" of block {0}', number), LIMITS.channels),
    kernel: whole(block.kernel ?? 3, l10n.t('"kernel" of block {0}', number), LIMITS.kernel),
    same,
    pool: whole(block.pool ?? 2, l10n.t('"pool" of block {0}', number), LIMITS.pool),
  };
}

function fields(value: unknown, what: string, allowed: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RangeError(l10n.t('{0} must be a JSON object with {1}.', what, allowed.join(', ')));
  const unknown = Object.keys(value).find((key) => !allowed.includes(key));
  if (unknown !== undefined)
    throw new RangeError(
      l10n.t('{0} has an unknown field {1}; allowed are {2}.', what, JSON.stringify(unknown), allowed.join(', ')),
    );
  return value as Record<string, unknown>;
}

function list(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new RangeError(l10n.t('{0} must be a list, not {1}.', what, JSON.stringify(value)));
  return value;
}

function whole(value: unknown, what: string, max: number, min = 1): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(
      l10n.t(
        '{0} must be a whole number from {1} to {2}, not {3}.',
        what,
        min,
        max,
        JSON.stringify(value) ?? l10n.t('missing'),
      ),
    );
  }
  return value;
}
