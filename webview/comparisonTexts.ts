import * as l10n from '@vscode/l10n';

/** What the page Compare Experiments says. */
export const TEXTS = {
  get title() {
    return l10n.t('Compare Experiments');
  },
  get none() {
    return l10n.t('None of these experiments can be shown.');
  },
  get plot() {
    return l10n.t('Final loss at each learning rate');
  },
  get plotHelp() {
    return l10n.t(
      'The median of the seeds; lower is better. A thick line is the Goldilocks zone, a cross at the top a loss that is not finite. Losses compare only where the data and the network are the same.',
    );
  },
  get rate() {
    return l10n.t('learning rate');
  },
  get loss() {
    return l10n.t('loss');
  },
  line: (label: string, loss: string, rate: string) => l10n.t('{0}: lowest loss {1} at {2}', label, loss, rate),
};
