import * as l10n from '@vscode/l10n';
import { frameworkRates } from './frameworkRates.ts';
import type { RuleContext, Problem } from './rule.ts';

/** `1 // 1000` is 0: in Python `//` rounds down. */
export function integerDivision(context: RuleContext): readonly Problem[] {
  return frameworkRates(context)
    .filter(({ text, value }) => value === 0 && /^[\d._e+-]+\s*\/\/\s*[\d._e+-]+$/i.test(text))
    .map((site): Problem => {
      const text = site.text.replace('//', '/');
      return {
        range: site,
        severity: 'warning',
        message: l10n.t("{0} rounds down to 0, so the model doesn't learn. Use {1}.", site.text, text),
        related: [],
        fix: { range: site, text },
      };
    });
}
