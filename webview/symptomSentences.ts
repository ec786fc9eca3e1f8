import * as l10n from '@vscode/l10n';
import type { Symptom } from '../src/domain/finding.ts';

/** Each symptom in a sentence or two, for a first contact. */
export const SYMPTOM_SENTENCES: Readonly<Record<Symptom, () => string>> = {
  healthy: () => l10n.t('Falls fast at first, then slowly, and stays low. The rate is fine.'),
  slow: () => l10n.t('Falls all the time, but so slowly that the training ends before it is done. Try a higher rate.'),
  plateau: () => l10n.t('Stops falling early. A lower rate from then on often helps: use a schedule.'),
  oscillating: () => l10n.t('Jumps up and down by a large amount. The rate is a little too high.'),
  spike: () => l10n.t('Jumps up once and recovers. Often a single bad batch; clip the gradients.'),
  diverging: () => l10n.t('Rises and does not come back. The rate is too high.'),
  exploding: () => l10n.t('Grows beyond all bounds within a few steps. The rate is far too high.'),
  nan: () => l10n.t('Is not a number from some step on: the weights have become infinite. Lower the rate.'),
  'stuck-at-chance': () =>
    l10n.t('Stays at the level of guessing. Usually the rate is far too high, sometimes far too low.'),
  overfitting: () =>
    l10n.t('The training loss falls, but the validation loss (dashed) rises. The rate is not to blame; stop earlier.'),
};
