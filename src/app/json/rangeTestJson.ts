import * as l10n from '@vscode/l10n';
import type { ExperimentOverview } from '../../domain/experiment.ts';
import { totalSteps } from '../../domain/steps.ts';
import { summarizeConfirmation } from '../../kinds/confirmation/summary.ts';
import type { RangeTestChoice } from '../../kinds/rangeTest/choice.ts';
import { summarizeRangeTest } from '../../kinds/rangeTest/summary.ts';
import type { RepeatsSummary } from '../../kinds/rangeTest/summary.ts';

/**
 * What `goldilocks find --json` prints. Others rely on its shape: fields may be added, none may change.
 * @param folder absolute path of the experiment
 * @param seconds from the start of the test to its end
 */
export function rangeTestJson(experiment: ExperimentOverview, folder: string, seconds: number): object {
  return repeatsJson(summarizeRangeTest(experiment), folder, seconds);
}

/** A range test of the built-in networks or of a program. */
export function repeatsJson(
  { repeats, suggestion, refusal, others, cost }: RepeatsSummary,
  folder: string,
  seconds: number,
): object {
  return {
    experiment: folder,
    repeats,
    suggestion: suggestion && {
      rate: suggestion.rate,
      low: suggestion.low,
      high: suggestion.high,
      confidence: suggestion.confidence,
    },
    refusal,
    others,
    confirmation: null,
    // What the test costs, in full trainings.
    share: cost.share,
    seconds,
  };
}

/**
 * As rangeTestJson, after a confirmation: the suggestion is what that says, and the share counts its steps, too.
 * @param seconds of both
 */
export function confirmedJson(
  test: ExperimentOverview,
  confirmation: ExperimentOverview,
  folder: string,
  seconds: number,
): object {
  const confirmed = summarizeConfirmation(confirmation);
  const { cost } = summarizeRangeTest(test);
  const { dataset, batchSize, epochs } = test.record.choice as RangeTestChoice;
  return {
    ...rangeTestJson(test, folder, seconds),
    ...confirmedAnswer(summarizeRangeTest(test), confirmed.rate, confirmation.runs),
    confirmation: confirmed.tried,
    share: cost.share + confirmed.steps / totalSteps({ dataset, batchSize, epochs }),
  };
}

type Stated = Pick<ExperimentOverview['runs'][number], 'state'>;

/**
 * What a confirmation makes of a suggestion: its interval reaches as far as the confirmed rate.
 * @param rate what the confirmation ended at; null if none of its runs learned
 * @param runs of the confirmation
 */
export function confirmedAnswer(
  { suggestion }: Pick<RepeatsSummary, 'suggestion'>,
  rate: number | null,
  runs: readonly Stated[],
): object {
  if (rate === null || suggestion === null) return { suggestion: null, refusal: unconfirmed(runs) };
  const { low, high, confidence } = suggestion;
  return { suggestion: { rate, low: Math.min(low, rate), high: Math.max(high, rate), confidence } };
}

function unconfirmed(runs: readonly Stated[]): { readonly reason: string; readonly message: string } {
  const wasStopped = runs.some(({ state }) => state === 'cancelled' || state === 'interrupted');
  const message = wasStopped
    ? l10n.t('The confirmation did not finish.')
    : l10n.t('None of the short runs of the confirmation learned enough.');
  return { reason: wasStopped ? 'not-finished' : 'not-confirmed', message };
}
