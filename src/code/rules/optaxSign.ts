import * as l10n from '@vscode/l10n';
import type { RuleContext, Problem } from './rule.ts';

/** Reports a chain of optax that climbs, because nothing in it changes the sign of the gradients. */
export function optaxSign({ report }: RuleContext): readonly Problem[] {
  return report.outline.ascentRates.map((rate) => ({
    range: rate,
    severity: 'warning',
    message: l10n.t(
      'optax adds the updates to the parameters, so a positive {0} makes the loss rise. Use scale_by_learning_rate({0}).',
      rate.text,
    ),
    related: [],
    // A schedule is a function, which has no negative.
    fix: rate.value === null ? null : { range: rate, text: `-${rate.text}` },
  }));
}
