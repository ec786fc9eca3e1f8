import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { formatCount } from '../../domain/format.ts';
import { formatRate } from '../../domain/rate.ts';
import { describeNetwork, illustrationCaveat, rateCount, stepCount, trainingImages } from '../builtIn.ts';
import type { Description } from '../kind.ts';
import { confirmationRates } from './choice.ts';
import type { ConfirmationChoice } from './choice.ts';
import { isMoved } from './summary.ts';
import type { ConfirmationSummary } from './summary.ts';

/** Describes a confirmation. */
export function describeConfirmation(
  { record }: ExperimentOverview,
  summary: ConfirmationSummary,
  isRunning: boolean,
): Description {
  const choice = record.choice as ConfirmationChoice;
  return {
    title: l10n.t('Confirmation of {0}', formatRate(choice.rate)),
    subject: describeNetwork(choice),
    amounts: [trainingImages(choice), stepCount(choice.steps), rateCount(confirmationRates(choice).length)],
    outcome: outcomeOf(summary, isRunning),
    answer: answerOf(choice, summary, isRunning),
    scales: [],
    notes: [],
    caveat: illustrationCaveat(),
    command: null,
  };
}

function outcomeOf({ rate }: ConfirmationSummary, isRunning: boolean): string | null {
  if (rate !== null) return l10n.t('suggests {0}', formatRate(rate));
  return isRunning ? null : l10n.t('no suggestion');
}

function answerOf(choice: ConfirmationChoice, summary: ConfirmationSummary, isRunning: boolean): Description['answer'] {
  const title = l10n.t('Suggested learning rate');
  const { rate } = summary;
  if (rate === null) {
    return isRunning
      ? { title, value: null, detail: l10n.t('The suggestion appears when all runs finish.') }
      : {
          title: l10n.t('No suggested rate'),
          value: null,
          detail: l10n.t(
            'None of the three short runs learned enough. Sweep the rates around {0}.',
            formatRate(choice.rate),
          ),
        };
  }
  const rates = confirmationRates(choice).map(formatRate);
  const steps = formatCount(choice.steps);
  const detail = isMoved(choice, summary)
    ? l10n.t(
        'In short runs of {1} steps at {2}, {3} and {4}, a better choice than {0}, which the range test suggested.',
        formatRate(choice.rate),
        steps,
        ...rates,
      )
    : l10n.t('Confirmed by short runs of {0} steps at {1}, {2} and {3}.', steps, ...rates);
  return { title, value: formatRate(rate), detail };
}
