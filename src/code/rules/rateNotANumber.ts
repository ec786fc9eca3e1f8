import * as l10n from '@vscode/l10n';
import type { MistypedRate } from '../outline/trainingOutline.ts';
import type { RuleContext, Problem } from './rule.ts';

/** Reports a rate that isn't the number that it looks like when the program runs. */
export function rateNotANumber({ report }: RuleContext): readonly Problem[] {
  return report.outline.mistypes
    .filter(({ kind }) => kind !== 'rounded')
    .map((mistype) => ({
      range: mistype,
      severity: mistype.kind === 'yaml' ? 'information' : 'warning',
      message: messageFor(mistype),
      related: [],
      fix: mistype.right === null ? null : { range: mistype, text: mistype.right },
    }));
}

function messageFor({ kind, text, right }: MistypedRate): string {
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
    default:
      return l10n.t('The learning rate {0} is text, not a number. Remove the quotation marks.', text);
  }
}
