import * as l10n from '@vscode/l10n';
import type { RuleContext, Problem } from './rule.ts';

/** Reports arguments of Keras optimizers that are ignored or refused since TensorFlow 2.11 and Keras 3. */
export function kerasArgument({ report }: RuleContext): readonly Problem[] {
  return report.outline.optimizers.flatMap(({ isOfKeras, settings }): readonly Problem[] => {
    if (!isOfKeras || report.outline.usesOldKeras) return [];
    const problems: Problem[] = [];
    if (settings.lr?.keyword)
      problems.push({
        range: settings.lr.keyword,
        severity: 'warning',
        message: l10n.t(
          'Keras ignores or refuses lr since TensorFlow 2.11, so the optimizer may run at its default rate. Use learning_rate.',
        ),
        related: [],
        fix: { range: settings.lr.keyword, text: 'learning_rate' },
      });
    // Without decay there is nothing to replace: Keras 3 does what the program means.
    if (settings.decay?.keyword && settings.decay.value !== 0)
      problems.push({
        range: settings.decay.keyword,
        severity: 'warning',
        message: l10n.t(
          'Keras ignores or refuses decay since TensorFlow 2.11. Use a schedule, such as InverseTimeDecay, as the learning rate.',
        ),
        related: [],
        fix: null,
      });
    return problems;
  });
}
