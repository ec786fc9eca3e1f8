import * as l10n from '@vscode/l10n';
import type { StepUnit } from '../src/domain/runFacts.ts';
import { roundStep } from '../src/domain/format.ts';

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
  curves: (unit: StepUnit) => {
    switch (unit) {
      case 'step':
        return l10n.t('Loss by step');
      case 'epoch':
        return l10n.t('Loss by epoch');
      case 'row':
        return l10n.t('Loss by row');
    }
  },
  get curvesHelp() {
    return l10n.t(
      'The last run in the legend is the newest. The loss axis is cut off a little above the initial losses. A cross at the top means that the loss became NaN or infinite.',
    );
  },
  get rate() {
    return l10n.t('learning rate');
  },
  get loss() {
    return l10n.t('loss');
  },
  last: (label: string, loss: string) => l10n.t('{0}: last loss {1}', label, loss),
  broken: (label: string, at: number, unit: StepUnit) => {
    const step = roundStep(at);
    switch (unit) {
      case 'step':
        return l10n.t('{0}: NaN or infinite from step {1} on', label, step);
      case 'epoch':
        return l10n.t('{0}: NaN or infinite from epoch {1} on', label, step);
      case 'row':
        return l10n.t('{0}: NaN or infinite from row {1} on', label, step);
    }
  },
  line: (label: string, loss: string, rate: string) => l10n.t('{0}: lowest loss {1} at {2}', label, loss, rate),
};
