import * as vscode from 'vscode';
import { rateFinding } from '../../app/sites/judgePlaces.ts';
import type { JudgedPlace } from '../../app/sites/judgePlaces.ts';
import { measuredText } from '../../app/sites/measuredRates.ts';
import type { MeasuredRate } from '../../app/sites/measuredRates.ts';
import type { KeyedPlace } from '../../app/sites/siteKey.ts';
import type { SiteResult } from '../../app/sites/siteResults.ts';
import { isIgnored } from '../../code/rules/ignoreComments.ts';
import type { Finding } from '../../domain/finding.ts';
import { findingMessage } from '../../domain/findingMessage.ts';
import { formatLoss } from '../../domain/format.ts';
import { formatRate } from '../../domain/rate.ts';
import { adviceTexts } from '../../domain/remedyText.ts';
import { stepText } from '../../domain/stepText.ts';

/** What went wrong in the newest run with a number in the code, where the rate is to blame. */
export interface RunProblem {
  readonly place: KeyedPlace;
  readonly result: SiteResult;
  readonly finding: Finding;
  /** See JudgedPlace; null where that rate is the one that went wrong, after a change of the program or its data. */
  readonly measured: MeasuredRate | null;
}

/**
 * The problem of a place, if the newest run with its number has one.
 * @param line the text of the place's first line, where a comment may ignore the symptom
 */
export function runProblemOf({ place, current, measured }: JudgedPlace, line: string): RunProblem | null {
  const finding = current && rateFinding(current);
  if (!finding || isIgnored(finding.symptom, line)) return null;
  return { place, result: current, finding, measured: measured?.rate === place.value ? null : measured };
}

/**
 * What is wrong, since when, and what helps: what was measured, rather than what the curve lets one expect; at an optimizer also that it is
 * unclear which number it was, and at a number that the program multiplies, by how much.
 */
export function runProblemMessage({ place, finding, result: { run, site }, measured }: RunProblem): string {
  const [advice] = adviceTexts([finding], run.facts.unit);
  return [
    findingMessage(finding),
    measured ? measuredText(measured) : advice,
    ...(site.multiple !== undefined && run.facts.rate !== null
      ? [
          vscode.l10n.t(
            'The program multiplies this number by {0}: the rate was {1}.',
            formatRate(site.multiple),
            formatRate(run.facts.rate),
          ),
        ]
      : []),
    ...(site.tie === 'optimizer'
      ? [vscode.l10n.t('The output does not say which of these rates was used: {0}.', place.text)]
      : []),
  ]
    .filter(Boolean)
    .join(' ');
}

/** The numbers behind a problem: which run, the step, the loss there and at first. */
export function runEvidence({ finding, result: { program, run } }: RunProblem): string {
  const { evidence } = finding;
  const from = stepText(finding.fromStep, run.facts.unit);
  const loss = evidence.loss ?? evidence.level ?? evidence.score;
  const first = evidence.initialLoss ?? evidence.firstLoss;
  if (loss === undefined) return vscode.l10n.t('{0}, from {1}', program, from);
  return first === undefined
    ? vscode.l10n.t('{0}, from {1}: loss {2}', program, from, formatLoss(loss))
    : vscode.l10n.t('{0}, from {1}: loss {2}, at first {3}', program, from, formatLoss(loss), formatLoss(first));
}
