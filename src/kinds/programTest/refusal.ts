import * as l10n from '@vscode/l10n';
import { refusalFor } from '../rangeTest/refusal.ts';
import type { Refusal } from '../rangeTest/refusal.ts';

/** Why a range test of a program suggests no rate, and what to do about it: in the editor, its range and length can't be chosen. */
export function programRefusalFor(reason: Refusal['reason']): Refusal {
  const why = reasonText(reason);
  return why === null ? refusalFor(reason) : { reason, message: `${why} ${adviceText()}` };
}

function adviceText(): string {
  return l10n.t(
    'Sweep rates of the program instead. On the command line, goldilocks find can test other rates and more steps, with --from, --to and --steps.',
  );
}

/** Null where other rates or more steps would not help. */
function reasonText(reason: Refusal['reason']): string | null {
  switch (reason) {
    case 'never-diverged':
      return l10n.t('The loss did not rise again, so the best rates may be higher than those that were tested.');
    case 'flat':
      return l10n.t('The loss hardly fell at any rate. Check the data.');
    case 'too-few-points':
      return l10n.t('The loss diverged after a few steps, so the best rates may be lower than those that were tested.');
    case 'repeats-disagree':
      return l10n.t('The repeats point to very different rates. A larger batch in the program makes them more alike.');
    case 'early-spike':
      return l10n.t('The loss jumped at the lowest rates, where training changes almost nothing. Check the data.');
    case 'finds-steps':
    case 'not-finished':
      return null;
  }
}
