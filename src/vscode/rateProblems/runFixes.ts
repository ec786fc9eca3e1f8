import * as vscode from 'vscode';
import type { writeRate } from '../../code/writeRate.ts';
import { toVscodeRange } from '../rates/ranges.ts';
import { showRunCommand } from '../sites/showRun.ts';
import type { RunProblem } from './runProblems.ts';

/**
 * What can be done about a run that went wrong: set the rate that its finding suggests, where the number is written, and look at its
 * curve.
 * @param write see writeRate
 */
export function runFixes(
  problem: RunProblem,
  document: vscode.TextDocument,
  write: typeof writeRate,
): readonly vscode.CodeAction[] {
  const set = setRate(problem, document, write);
  return [...(set ? [set] : []), showRun(problem)];
}

function setRate(
  { place, finding }: RunProblem,
  { uri, languageId }: vscode.TextDocument,
  write: typeof writeRate,
): vscode.CodeAction | null {
  const rate =
    finding.suggestedRate ?? (place.value !== null && finding.factor !== null ? place.value * finding.factor : null);
  // At an optimizer it is unclear which of several numbers to change.
  if (rate === null || place.kind === 'optimizer') return null;
  const text = write(rate, place.text, languageId === 'yaml');
  const action = new vscode.CodeAction(vscode.l10n.t('Change the rate to {0}', text), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(uri, toVscodeRange(place.range), text);
  action.isPreferred = true;
  return action;
}

function showRun({ result }: RunProblem): vscode.CodeAction {
  const title = vscode.l10n.t('Show the run that went wrong');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = showRunCommand(result, title);
  return action;
}
