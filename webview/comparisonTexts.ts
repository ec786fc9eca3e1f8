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
      'Each point is the median over the seeds; lower is better. The thick line marks the Goldilocks zone. A cross at the top means that the loss became NaN or infinite. Compare losses only between experiments with the same data and network.',
    );
  },
  get curves() {
    return l10n.t('Loss by step');
  },
  get curvesHelp() {
    return l10n.t(
      'The last run in the legend is the newest. The loss axis is cut off a little above the initial losses. A cross at the top means that the loss became NaN or infinite.',
    );
  },
  get step() {
    return l10n.t('step');
  },
  get rate() {
    return l10n.t('learning rate');
  },
  get loss() {
    return l10n.t('loss');
  },
  last: (label: string, loss: string) => l10n.t('{0}: last loss {1}', label, loss),
  broken: (label: string, step: number) => l10n.t('{0}: NaN or infinite from step {1} on', label, step),
  line: (label: string, loss: string, rate: string) => l10n.t('{0}: lowest loss {1} at {2}', label, loss, rate),
};
