import * as l10n from '@vscode/l10n';
import { formatRate } from '../../domain/rate.ts';
import type { RuleContext, Problem } from './rule.ts';

/** Reports an optimizer with a rate of its own beside an option, a configuration or a parameter with another one, which nothing reads. */
export function ratesDisagree({ report: { outline } }: RuleContext): readonly Problem[] {
  const [optimizer, ...others] = outline.optimizers;
  const [unused, ...more] = outline.unusedRates;
  if (!optimizer || others.length > 0 || !unused || more.length > 0) return [];
  const { rate, groupRates } = optimizer;
  if (!rate || rate.value === null || rate.origin !== null || rate.value === unused.value) return [];
  if (!/^[\d.]/.test(rate.text) || groupRates.some((own) => own !== null)) return [];
  const names = [optimizer.name, formatRate(rate.value), unused.name, formatRate(unused.value)];
  return [
    {
      range: rate,
      severity: 'information',
      message: unused.isParameter
        ? l10n.t(
            '{0} trains with a learning rate of {1}: the parameter {2} (default {3}) is never used. Use it here, or remove it.',
            ...names,
          )
        : unused.isRecorded
          ? l10n.t(
              '{0} trains with a learning rate of {1}, but {2} is recorded as {3}. Use one variable in both places.',
              ...names,
            )
          : l10n.t(
              '{0} trains with a learning rate of {1}, but {2} is {3} and is never used. Use it here, or remove it.',
              ...names,
            ),
      related: [{ range: unused, message: unused.isRecorded ? l10n.t('recorded here') : l10n.t('never used') }],
      fix: null,
    },
  ];
}
