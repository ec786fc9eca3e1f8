import * as vscode from 'vscode';
import { toVscodeRange } from '../rates/ranges.ts';
import { RATE_SELECTOR } from '../rates/codeDocument.ts';
import type { RateProblems, ReportedProblem } from './rateProblems.ts';

/** Offers quick fixes: to write the right number if it is certain, and to ignore the rule on this line. */
export class RateFixes implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #registration = vscode.languages.registerCodeActionsProvider(RATE_SELECTOR, this, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });

  constructor(private readonly problems: RateProblems) {}

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    // Null if the document has changed since it was checked.
    const reported =
      this.problems.reportedIn(document)?.filter(({ diagnostic }) => diagnostic.range.intersection(range)) ?? [];
    if (reported.length === 0) return [];
    const { ignoreEdit } = await import('../rates/rateFinder.ts');
    return reported.flatMap((problem) => {
      const fix = fixOf(problem, document);
      const ignore = ignoreOf(problem, document, ignoreEdit);
      return [...(fix ? [fix] : []), ...(ignore ? [ignore] : [])];
    });
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

function fixOf(
  { diagnostic, problem: { fix } }: ReportedProblem,
  { uri }: vscode.TextDocument,
): vscode.CodeAction | null {
  if (!fix) return null;
  const action = new vscode.CodeAction(vscode.l10n.t('Change to {0}', fix.text), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(uri, toVscodeRange(fix.range), fix.text);
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  return action;
}

function ignoreOf(
  { diagnostic, problem: { rule } }: ReportedProblem,
  document: vscode.TextDocument,
  ignoreEdit: (typeof import('../rates/rateFinder.ts'))['ignoreEdit'],
): vscode.CodeAction | null {
  const { text, lineNumber } = document.lineAt(diagnostic.range.start.line);
  const mark = commentMark(document);
  // A comment would break the line continuation.
  if (!mark || text.trimEnd().endsWith('\\')) return null;
  const { start, end, text: comment } = ignoreEdit(rule, text, mark);
  const action = new vscode.CodeAction(vscode.l10n.t('Ignore this rule on this line'), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, new vscode.Range(lineNumber, start, lineNumber, end), comment);
  action.diagnostics = [diagnostic];
  return action;
}

/** How a comment begins; null if there can be none. */
function commentMark({ languageId, fileName }: vscode.TextDocument): '#' | '//' | null {
  if (languageId === 'json') return null;
  return /^(python|yaml|toml)$/.test(languageId) || fileName.endsWith('.toml') ? '#' : '//';
}
