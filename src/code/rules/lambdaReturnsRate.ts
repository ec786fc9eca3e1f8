import * as l10n from '@vscode/l10n';
import type { SchedulerOutline, Setting } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';

/** Reports a function for LambdaLR that returns the rate itself: PyTorch multiplies the optimizer's rate by what it returns. */
export function lambdaReturnsRate({ report }: RuleContext): readonly Problem[] {
  return report.outline.schedulers.flatMap((scheduler): readonly Problem[] => {
    const { base, name, settings } = scheduler;
    const rate = returnedRate(scheduler);
    if (!rate || !base) return [];
    return [
      {
        range: rate,
        severity: 'warning',
        message: l10n.t(
          '{0} multiplies the learning rate by what this function returns, so the rate of {1} is multiplied by itself. Return only the factor.',
          name,
          base.text,
        ),
        related: [
          { range: base.origin ?? base, message: l10n.t('the rate of the optimizer') },
          ...(settings.lr_lambda ? [{ range: settings.lr_lambda, message: l10n.t('the function') }] : []),
        ],
        fix: null,
      },
    ];
  });
}

/** The factor in the function that is the optimizer's rate; null if there is none. */
function returnedRate({ name, base, scale }: SchedulerOutline): Setting | null {
  // With a rate of 1 the function may return any rate.
  if (name !== 'LambdaLR' || !base || !scale || base.value === 1) return null;
  return (
    scale.factors.find((factor) => {
      if (scale.divisors.includes(factor.text)) return false;
      if (/^[\d.]/.test(factor.text)) return factor.value === base.value && factor.value !== null && factor.value < 0.5;
      return factor.text === base.text || (factor.origin !== null && isSamePlace(factor.origin, base.origin ?? base));
    }) ?? null
  );
}

function isSamePlace(a: Setting['origin'], b: Setting['origin']): boolean {
  return a?.cell === b?.cell && a?.line === b?.line && a?.column === b?.column;
}
