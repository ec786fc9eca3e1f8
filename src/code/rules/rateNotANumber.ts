import * as l10n from '@vscode/l10n';
import type { NonNumericRate } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';

/** Reports a rate that isn't the number that it looks like when the program runs. */
export function rateNotANumber({ report }: RuleContext): readonly Problem[] {
  return report.outline.nonNumericRates
    .filter(({ kind }) => kind !== 'rounded')
    .map((rate) => ({
      range: rate,
      severity: rate.kind === 'yaml' || rate.kind === 'quoted' ? 'information' : 'warning',
      message: messageFor(rate),
      related: [],
      fix: rate.right === null ? null : { range: rate, text: rate.right },
    }));
}

function messageFor({ kind, text, right }: NonNumericRate): string {
  switch (kind) {
    case 'yaml':
      return l10n.t('PyYAML reads {0} as text, not as a number. Write {1}.', text, right ?? '');
    case 'tuple':
      return l10n.t('The comma makes the learning rate a tuple, not a number. Remove it.');
    case 'xor':
      return right === null
        ? l10n.t('{0} is not a power: ^ is bitwise XOR. Use ** instead.', text)
        : l10n.t('{0} is not a power: ^ is bitwise XOR. Write {1}.', text, right);
    case 'option':
      return l10n.t('argparse does not read this option as a decimal number. Set its type to float.');
    case 'input':
      return l10n.t('{0} is text, not a number. Write {1}.', text, right ?? '');
    default:
      return l10n.t('The learning rate {0} is text, not a number. Remove the quotation marks.', text);
  }
}
