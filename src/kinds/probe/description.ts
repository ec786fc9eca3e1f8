import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { formatCount } from '../../domain/format.ts';
import { formatRate } from '../../domain/rate.ts';
import { describeNetwork, illustrationCaveat, rateCount, stepCount, trainingImages } from '../builtIn.ts';
import type { Description } from '../kind.ts';
import { probeRates } from './choice.ts';
import type { ProbeChoice } from './choice.ts';
import type { ProbeSummary } from './summary.ts';

/** Describes a probe. */
export function describeProbe(
  { record }: ExperimentOverview,
  { suggestion }: ProbeSummary,
  isRunning: boolean,
): Description {
  const choice = record.choice as ProbeChoice;
  return {
    title: l10n.t('Probe ×10 and ÷10 of {0}', formatRate(choice.rate)),
    subject: describeNetwork(choice),
    amounts: [trainingImages(choice), stepCount(choice.steps), rateCount(probeRates(choice).length)],
    outcome: suggestion
      ? l10n.t('suggests {0}', formatRate(suggestion.rate))
      : isRunning
        ? null
        : l10n.t('no suggestion'),
    answer: answerOf(choice, suggestion, isRunning),
    scales: [],
    notes: [],
    caveat: illustrationCaveat(),
    command: null,
  };
}

function answerOf(
  choice: ProbeChoice,
  suggestion: ProbeSummary['suggestion'],
  isRunning: boolean,
): Description['answer'] {
  const title = l10n.t('Suggested learning rate');
  if (suggestion) {
    const [above, below] = probeRates(choice);
    const detail = l10n.t(
      'Likely between {0} and {1}, judging from the run at {2} and {3} steps each at {4} and {5}.',
      ...suggestion.range.map(formatRate),
      formatRate(choice.rate),
      formatCount(choice.steps),
      formatRate(below),
      formatRate(above),
    );
    return { title, value: formatRate(suggestion.rate), detail };
  }
  if (isRunning) return { title, value: null, detail: l10n.t('The suggestion appears when both runs finish.') };
  return { title: l10n.t('No suggested rate'), value: null, detail: l10n.t('Too few runs finished.') };
}
