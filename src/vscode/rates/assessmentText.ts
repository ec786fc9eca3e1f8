import * as vscode from 'vscode';
import type { RateAssessment } from '../../app/rates/judgeRate.ts';

/** "on the high side". */
export function assessmentText(assessment: RateAssessment): string {
  switch (assessment) {
    case 'low':
      return vscode.l10n.t('low');
    case 'rather-low':
      return vscode.l10n.t('on the low side');
    case 'usual':
      return vscode.l10n.t('usual');
    case 'rather-high':
      return vscode.l10n.t('on the high side');
    case 'high':
      return vscode.l10n.t('high');
    case 'overridden':
      return vscode.l10n.t('overridden');
  }
}

/** "on the high side for Adam". @param optimizer the name of the optimizer's family; null if it isn't known */
export function assessmentFor(assessment: RateAssessment, optimizer: string | null): string {
  const text = assessmentText(assessment);
  return assessment === 'overridden' || optimizer === null ? text : vscode.l10n.t('{0} for {1}', text, optimizer);
}
