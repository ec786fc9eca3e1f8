import * as vscode from 'vscode';
import type { MeasuredRate } from '../../app/sites/measuredRates.ts';
import type { KeyedPlace } from '../../app/sites/siteKey.ts';
import type { writeRate } from '../../code/writeRate.ts';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { usesBoosting } from '../../app/sites/changedRates.ts';
import { suggestedRateOf } from '../../app/sites/judgePlaces.ts';
import { numberFor } from '../../app/sites/rateScaling.ts';
import type { SiteResult } from '../../app/sites/siteResults.ts';
import type { Symptom } from '../../domain/finding.ts';
import { formatRate } from '../../domain/rate.ts';
import { toVscodeRange } from '../rates/ranges.ts';
import { showRunCommand } from '../sites/showRun.ts';
import type { RunProblem } from './runProblems.ts';

/** Symptoms from which a run does not recover, so that to go on is a waste. */
const LOST: ReadonlySet<Symptom> = new Set(['nan', 'exploding', 'diverging']);

/**
 * What can be done about a run that went wrong: set the rate that was measured or that its finding suggests, where the number is written,
 * end the program where it trains for nothing, and look at its curve.
 * @param write see writeRate
 * @param remedies what else changes the program
 */
export function runFixes(
  problem: RunProblem,
  document: vscode.TextDocument,
  write: typeof writeRate,
  library: ExperimentLibrary,
  remedies: readonly vscode.CodeAction[],
): readonly vscode.CodeAction[] {
  const { measured, place } = problem;
  const set = measured ? measuredFix(measured, place, document, write) : setRate(problem, document, write);
  const stop = stopRun(problem, library);
  return [...(set ? [set] : []), ...remedies, ...(stop ? [stop] : []), showRun(problem)];
}

function stopRun({ finding, result: { folder } }: RunProblem, library: ExperimentLibrary): vscode.CodeAction | null {
  if (!LOST.has(finding.symptom) || !library.activeIn(folder)?.stopProgram) return null;
  const title = vscode.l10n.t('Stop the run');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { command: 'goldilocks.stopProgram', title, arguments: [folder] };
  return action;
}

function setRate(
  { place, finding, result: { site } }: RunProblem,
  document: vscode.TextDocument,
  write: typeof writeRate,
): vscode.CodeAction | null {
  const { uri, languageId } = document;
  const { suggestedRate, remedies } = finding;
  // What trees are trained with is no rate of a network; a number without an optimizer counts only as the rate of a run.
  if (usesBoosting(document.getText()) || (place.optimizer === null && site.tie === 'only' && suggestedRate === null))
    return null;
  const scale = remedies.find((remedy) => remedy.kind === 'scale-rate')?.factor ?? null;
  // Where the rate isn't known for certain, a number can be too high, but not how much higher it could be.
  const factor = scale !== null && (scale < 1 || site.tie !== 'only') ? scale : null;
  const rate =
    suggestedRate !== null
      ? numberFor(suggestedRate, site)
      : place.value !== null && factor !== null
        ? place.value * factor
        : null;
  // At an optimizer it is unclear which of several numbers to change.
  if (rate === null || place.kind === 'optimizer') return null;
  const text = write(rate, place.text, languageId === 'yaml');
  const { multiple } = site;
  const title =
    multiple !== undefined
      ? vscode.l10n.t('Change the number to {0} (a rate of {1})', text, formatRate(rate * multiple))
      : suggestedRate === null
        ? // It may be the factor of a schedule.
          vscode.l10n.t('Change the number to {0}', text)
        : vscode.l10n.t('Change the rate to {0}', text);
  return replaceRate(title, text, place, uri);
}

/** Sets the rate that is best for the program; null where it stands there already. */
export function measuredFix(
  { by, rate }: MeasuredRate,
  place: KeyedPlace,
  { uri, languageId }: vscode.TextDocument,
  write: typeof writeRate,
): vscode.CodeAction | null {
  if (rate === place.value) return null;
  const text = write(rate, place.text, languageId === 'yaml');
  const title =
    by === 'range-test'
      ? vscode.l10n.t('Change the rate to {0}, suggested by a range test of this program', text)
      : vscode.l10n.t('Change the rate to {0}, suggested by runs of this program', text);
  return replaceRate(title, text, place, uri);
}

/** Sets the rate that the last run at a number suggests, although its curve doesn't show for certain that the rate is to blame. */
export function suggestedFix(
  result: SiteResult,
  place: KeyedPlace,
  document: vscode.TextDocument,
  write: typeof writeRate,
): vscode.CodeAction | null {
  const suggested = suggestedRateOf(result);
  if (suggested === null || place.kind === 'optimizer' || usesBoosting(document.getText())) return null;
  const text = write(numberFor(suggested, result.site), place.text, document.languageId === 'yaml');
  const action = replaceRate(
    vscode.l10n.t('Change to {0}, suggested by the last run', text),
    text,
    place,
    document.uri,
  );
  action.isPreferred = false;
  return action;
}

function replaceRate(title: string, text: string, { range }: KeyedPlace, uri: vscode.Uri): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(uri, toVscodeRange(range), text);
  action.isPreferred = true;
  return action;
}

function showRun({ result }: RunProblem): vscode.CodeAction {
  const title = vscode.l10n.t('Show the run that went wrong');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = showRunCommand(result, title);
  return action;
}
