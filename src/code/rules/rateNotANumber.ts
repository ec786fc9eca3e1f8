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
      return l10n.t('{0} is no power: ^ is a bitwise operator. Write 1e-3 for a thousandth.', text);
    case 'option':
      return l10n.t('On the command line this learning rate is not read as a number with decimals. Add type=float.');
    default:
      return l10n.t('The learning rate {0} is text, not a number. Remove the quotation marks.', text);
  }
}
