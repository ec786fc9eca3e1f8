import * as l10n from '@vscode/l10n';

/**
 * What a final loss is, see `scoreOf`.
 * @param isEachStep whether the run has the loss of each of its steps
 */
export function scoreText(isEachStep: boolean): string {
  return isEachStep
    ? l10n.t('Mean training loss over the last tenth of the run (at least 20 batches, but at most half the run)')
    : l10n.t('Mean training loss over the last tenth of the run');
}
