import * as l10n from '@vscode/l10n';
import type { SourceRange } from '../rateSite.ts';
import { frameworkRates } from './frameworkRates.ts';
import type { RuleContext, Problem } from './rule.ts';

/** `1 // 1000`, `1 // 10**3` and `int(1e-3)` are 0: both round down. */
export function integerDivision(context: RuleContext): readonly Problem[] {
  const divided = frameworkRates(context).filter(
    ({ text, value }) => value === 0 && /^[\d._e+\-*()\s]+\/\/[\d._e+\-*()\s]+$/i.test(text),
  );
  const rounded = context.report.outline.nonNumericRates.filter(({ kind }) => kind === 'rounded');
  return [
    ...divided.map((site) => problemOf(site, site.text, site.text.replace('//', '/'))),
    ...rounded.map((rate) => problemOf(rate, rate.text, rate.right ?? '')),
  ];
}

function problemOf(range: SourceRange, text: string, right: string): Problem {
  return {
    range,
    severity: 'warning',
    message: l10n.t("{0} rounds down to 0, so the model doesn't learn. Use {1}.", text, right),
    related: [],
    fix: { range, text: right },
  };
}
