import * as l10n from '@vscode/l10n';
import type { StepUnit } from './runFacts.ts';
import { roundStep } from './format.ts';

/** A step as the run's program counts: "step 40", or "epoch 3" of one that is measured by epoch. */
export function stepText(step: number, unit: StepUnit): string {
  const shown = roundStep(step);
  return unit === 'epoch' ? l10n.t('epoch {0}', shown) : l10n.t('step {0}', shown);
}

/** What a horizontal axis of steps is called. */
export function stepTitle(unit: StepUnit): string {
  switch (unit) {
    case 'step':
      return l10n.t('step');
    case 'epoch':
      return l10n.t('epoch');
    case 'row':
      return l10n.t('row');
  }
}
