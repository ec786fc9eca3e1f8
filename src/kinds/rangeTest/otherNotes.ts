import * as l10n from '@vscode/l10n';
import { OTHER_RULES } from '../../domain/finder/otherRules.ts';
import type { OtherRule, OtherSuggestions } from '../../domain/finder/otherRules.ts';
import { formatRate, inTwoDigits } from '../../domain/rate.ts';

/** What other finders say on the same curves, named as theirs. */
export function otherNotes(others: OtherSuggestions): string[] {
  const answers = OTHER_RULES.flatMap((rule) => {
    const rate = others[rule];
    return rate === null ? [] : l10n.t('{0} {1}', nameOf(rule), formatRate(inTwoDigits(rate)));
  });
  return answers.length === 0 ? [] : [l10n.t('Other finders on the same curves: {0}.', answers.join(', '))];
}

/** The names that their programs have for them. */
function nameOf(rule: OtherRule): string {
  switch (rule) {
    case 'article':
      return l10n.t('the article’s steepest descent');
    case 'fastaiValley':
      return 'fastai valley';
    case 'fastaiSlide':
      return 'fastai slide';
    case 'fastaiSteep':
      return 'fastai steep';
    case 'fastaiMinimum':
      return 'fastai minimum';
    case 'lightning':
      return 'Lightning';
    case 'pytorchLrFinder':
      return 'pytorch-lr-finder';
  }
}
