import * as l10n from '@vscode/l10n';
import type { FinderRefusal } from '../../domain/finder/findRate.ts';

/** Why a range test suggests no rate, and what to do about it. */
export interface Refusal {
  readonly reason: FinderRefusal | 'not-finished';
  readonly message: string;
}

export function refusalFor(reason: Refusal['reason']): Refusal {
  return { reason, message: messageOf(reason) };
}

function messageOf(reason: Refusal['reason']): string {
  switch (reason) {
    case 'never-diverged':
      return l10n.t('The loss did not rise again, so the best rates may be higher. Widen the range to higher rates.');
    case 'flat':
      return l10n.t('The loss hardly fell at any rate. Take more steps, widen the range, or check the data.');
    case 'too-few-points':
      return l10n.t('The loss diverged after a few steps. Start at a lower rate.');
    case 'repeats-disagree':
      return l10n.t('The repeats point to very different rates. Take more steps, or a larger batch.');
    case 'early-spike':
      return l10n.t(
        'The loss jumped at the lowest rates, where training changes almost nothing. Check the data, or start at a lower rate.',
      );
    case 'finds-steps':
      return l10n.t(
        'This optimizer chooses its own step size, so a range test says nothing about it. Start at a rate of 1, and compare lower rates in a sweep.',
      );
    case 'not-finished':
      return l10n.t('The range test did not finish.');
  }
}
