import * as l10n from '@vscode/l10n';
import { START } from '../src/domain/quadratic.ts';

/** The texts of the demo's page, in the user's language: each is translated when it is read. */
export const TEXTS = {
  get title() {
    return l10n.t('Snail, Maniac, Pro');
  },
  get intro() {
    return l10n.t(
      'Gradient descent on f(x) = x² from x = {0}. Each step subtracts the learning rate times the slope 2x, so it multiplies x by 1 − 2 × rate.',
      START,
    );
  },
  get rate() {
    return l10n.t('Learning rate');
  },
  get examples() {
    return l10n.t('Examples');
  },
  snail: (rate: string) => l10n.t('Snail: {0}', rate),
  pro: (rate: string) => l10n.t('Pro: {0}', rate),
  maniac: (rate: string) => l10n.t('Maniac: {0}', rate),
  get replay() {
    return l10n.t('Play Again');
  },
  get parabola() {
    return l10n.t('Path on the parabola');
  },
  leaves: (step: number) => l10n.t('At step {0} x leaves the picture.', step),
  get loss() {
    return l10n.t('Loss by step');
  },
  get lossCaption() {
    return l10n.t('On a logarithmic axis, because each step multiplies the loss by the same number.');
  },
  get step() {
    return l10n.t('step');
  },
  named: (name: string, what: string) => l10n.t('{0}: {1}', name, what),
  get numbers() {
    return l10n.t('Show the numbers');
  },
};
