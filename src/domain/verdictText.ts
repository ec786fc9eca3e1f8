import * as l10n from '@vscode/l10n';
import type { Verdict } from './finding.ts';

/** A verdict or a symptom in the user's language: "fast", "stuck at chance". */
export function verdictText(verdict: Verdict): string {
  switch (verdict) {
    case 'slow':
      return l10n.t('slow');
    case 'fast':
      return l10n.t('fast');
    case 'furious':
      return l10n.t('furious');
    case 'healthy':
      return l10n.t('healthy');
    case 'nan':
      return l10n.t('NaN');
    case 'exploding':
      return l10n.t('exploding');
    case 'diverging':
      return l10n.t('diverging');
    case 'oscillating':
      return l10n.t('oscillating');
    case 'spike':
      return l10n.t('spike');
    case 'stuck-at-chance':
      return l10n.t('stuck at chance');
    case 'plateau':
      return l10n.t('plateau');
    case 'overfitting':
      return l10n.t('overfitting');
  }
}
