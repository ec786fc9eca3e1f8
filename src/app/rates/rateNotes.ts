import * as l10n from '@vscode/l10n';
import type { RateSite } from '../../code/rateSite.ts';
import type { OptimizerFamily } from '../../domain/optimizerFamily.ts';

/** A rate and what the code around it shows. */
export interface NoteContext {
  readonly site: RateSite;
  readonly family: OptimizerFamily | null;
  /** Of the training; null if unknown. */
  readonly batchSize: number | null;
}

/** A further sentence about a rate: a pitfall, or else something good to know. */
export interface RateNote {
  readonly kind: 'pitfall' | 'tip';
  readonly text: string;
}

/** Common pitfalls at this rate, and tips for changing it. */
export function rateNotes(context: NoteContext): RateNote[] {
  return [adadeltaNote(context), batchSizeNote(context)].filter((note) => note !== null);
}

/** Adadelta was published without a rate (Zeiler 2012, 1212.5701), which is a rate of 1, as in PyTorch. Keras and TensorFlow.js have 0.001. */
function adadeltaNote({ site, family }: NoteContext): RateNote | null {
  if (family?.name !== 'Adadelta' || site.value >= family.usual[0] || !/^(keras|tfjs)$/.test(site.framework))
    return null;
  const owner = site.framework === 'keras' ? 'Keras' : 'TensorFlow.js';
  return {
    kind: 'pitfall',
    text: l10n.t(
      "{0}'s default of 0.001 is a thousandth of PyTorch's default, 1, the value that corresponds to the original paper.",
      owner,
    ),
  };
}

/** Goyal et al. 2017 (1706.02677) for SGD; Malladi et al. 2022 (2205.10287) for adaptive optimizers. */
function batchSizeNote({ site, family, batchSize }: NoteContext): RateNote | null {
  if (batchSize === null || !family?.scaling || site.assessment !== 'typical') return null;
  const text =
    family.scaling === 'linear'
      ? l10n.t('Batch size {0}: if you double the batch size, double the rate (Goyal et al. 2017).', batchSize)
      : l10n.t(
          'Batch size {0}: if you double the batch size, multiply the rate by √2 (Malladi et al. 2022).',
          batchSize,
        );
  return { kind: 'tip', text };
}
