import * as l10n from '@vscode/l10n';
import { verdictOf } from '../../domain/finding.ts';
import type { Finding } from '../../domain/finding.ts';
import { formatLoss } from '../../domain/format.ts';
import { formatRate } from '../../domain/rate.ts';
import type { StepUnit } from '../../domain/runFacts.ts';
import { stepText } from '../../domain/stepText.ts';
import { verdictText } from '../../domain/verdictText.ts';
import { numberFor } from './rateScaling.ts';
import { suggestedRateOf } from './judgePlaces.ts';
import type { JudgedPlace } from './judgePlaces.ts';
import type { SiteResult } from './siteResults.ts';

/**
 * What the last runs with a number showed, in a sentence: "0.1 exploded at step 40; 0.003 is healthy, loss 0.21." Null while nothing is
 * known of them.
 */
export function resultText({ current, earlier }: JudgedPlace): string | null {
  const now = current && outcomeOf(current);
  const before = earlier && outcomeOf(earlier);
  if (now && before) return l10n.t('{0}; {1}.', before, now);
  if (now) return l10n.t('In the last run, {0}.', now);
  return before && l10n.t('In the last run, with an earlier value, {0}.', before);
}

/** The last run in a few words, for a line above the optimizer: "last: furious at 0.1 · try 0.003"; null while nothing is known of it. */
export function lastRunText({ current, earlier }: JudgedPlace): string | null {
  const result = current ?? earlier;
  const verdict = result && verdictOf(result.findings);
  if (!result || verdict === null) return null;
  const word = verdictText(verdict);
  if (!current) return l10n.t('last: {0} at {1}, an earlier value', word, rateText(result));
  const suggested = suggestedRateOf(current);
  return suggested === null
    ? l10n.t('last: {0} at {1}', word, rateText(result))
    : l10n.t('last: {0} at {1} · try {2}', word, rateText(result), formatRate(numberFor(suggested, result.site)));
}

function outcomeOf(result: SiteResult): string | null {
  const { result: ended, facts } = result.run;
  return outcomeText(rateText(result), result.findings, ended?.score ?? null, facts.unit);
}

/**
 * How a run ended: "0.1 exploded at step 40", "0.003 is healthy, loss 0.21"; null before the first finding.
 * @param rate as it is to be named
 * @param findings the most important first
 * @param score its final loss; null if it has none
 * @param unit of its steps
 */
export function outcomeText(
  rate: string,
  [finding]: readonly Finding[],
  score: number | null,
  unit: StepUnit,
): string | null {
  if (!finding) return null;
  const { symptom } = finding;
  const from = stepText(finding.fromStep, unit);
  const loss = score !== null && Number.isFinite(score) ? formatLoss(score) : null;
  switch (symptom) {
    case 'nan':
      return l10n.t('{0} ended in NaN or infinity at {1}', rate, from);
    case 'exploding':
      return l10n.t('{0} exploded at {1}', rate, from);
    case 'diverging':
      return l10n.t('{0} diverged from {1} on', rate, from);
    case 'plateau':
      return l10n.t('{0} led to a plateau from {1} on', rate, from);
    case 'spike':
      return l10n.t('{0} led to a spike at {1}', rate, from);
    default:
      return loss === null
        ? l10n.t('{0} is {1}', rate, verdictText(symptom))
        : l10n.t('{0} is {1}, loss {2}', rate, verdictText(symptom), loss);
  }
}

/** The rate that a run was trained with: "0.003". */
export function rateText({ run, site }: SiteResult): string {
  const rate = site.tried ?? site.value ?? run.facts.rate;
  return rate === null ? site.text : formatRate(rate);
}
