import * as l10n from '@vscode/l10n';
import { actualRates } from './frameworkRates.ts';
import type { Checked, Problem } from './rule.ts';

/** `1 // 1000` is 0: in Python two slashes round down. */
export function integerDivision(checked: Checked): readonly Problem[] {
  return actualRates(checked)
    .filter(({ text, value }) => value === 0 && /^[\d._e+-]+\s*\/\/\s*[\d._e+-]+$/i.test(text))
    .map((site): Problem => {
      const text = site.text.replace('//', '/');
      return {
        place: site,
        severity: 'warning',
        message: l10n.t('{0} rounds down to 0, so that nothing will be learned. {1} divides.', site.text, text),
        related: [],
        fix: { place: site, text },
      };
    });
}
