import * as l10n from '@vscode/l10n';
import type { StepUnit } from './runFacts.ts';
import { roundStep } from './format.ts';

/** A step as the run's program counts: "step 40", or "epoch 3" of one that is measured by epoch; "row 3" of a log without both. */
export function stepText(step: number, unit: StepUnit): string {
  const shown = roundStep(step);
  switch (unit) {
    case 'step':
      return l10n.t('step {0}', shown);
    case 'epoch':
      return l10n.t('epoch {0}', shown);
    case 'row':
      return l10n.t('row {0}', shown);
  }
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
