import * as vscode from 'vscode';
import type { FoundProblem } from '../../code/rules/checkRates.ts';
import type { RuleName } from '../../code/rules/rule.ts';
import type { Symptom } from '../../domain/finding.ts';
import { toVscodeRange } from '../rates/ranges.ts';
import { codeDocumentOf, RATE_SELECTOR, versionKey } from '../rates/codeDocument.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import type { RateProblems } from './rateProblems.ts';
import { hasRemedyFixes, remedyFixes } from './remedyFixes.ts';
import { runFixes } from './runFixes.ts';

/**
 * Offers quick fixes: to write the right number if it is certain, or that which a run suggests, the remedies of what
 * went wrong in a run, and to ignore the rule on this line.
 */
export class RateFixes implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #registration = vscode.languages.registerCodeActionsProvider(RATE_SELECTOR, this, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });

  constructor(
    private readonly problems: RateProblems,
    private readonly rates: RateDocuments,
  ) {}

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    // Null if the document has changed since it was checked.
    const reported =
      this.problems.reportedIn(document)?.filter(({ diagnostic }) => diagnostic.range.intersection(range)) ?? [];
    if (reported.length === 0) return [];
    const { ignoreEdit, writeRate, ...makers } = await import('../rates/rateFinder.ts');
    const code = codeDocumentOf(document);
    const version = code && versionKey(code);
    const needsProgram = reported.some(({ problem }) => 'finding' in problem && hasRemedyFixes(problem));
    const read = code && needsProgram ? await this.rates.read(code) : null;
    // Changes of another version would damage this one; VS Code asks again.
    if (!code || versionKey(code) !== version || !this.problems.reportedIn(document)) return [];
    return reported.flatMap(({ diagnostic, problem }) => {
      const name = 'rule' in problem ? problem.rule : problem.finding.symptom;
      const fixes = 'rule' in problem ? fixOf(problem, document) : runFixes(problem, document, writeRate);
      const remedies = read && 'finding' in problem ? remedyFixes(problem, code, read, makers) : [];
      const ignore = ignoreOf(name, diagnostic, document, ignoreEdit);
      const actions = [...fixes, ...remedies, ...(ignore ? [ignore] : [])];
      for (const action of actions) action.diagnostics = [diagnostic];
      return actions;
    });
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

function fixOf({ fix }: FoundProblem, { uri }: vscode.TextDocument): readonly vscode.CodeAction[] {
  if (!fix) return [];
  const action = new vscode.CodeAction(vscode.l10n.t('Change to {0}', fix.text), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(uri, toVscodeRange(fix.range), fix.text);
  action.isPreferred = true;
  return [action];
}

function ignoreOf(
  name: RuleName | Symptom,
  { range }: vscode.Diagnostic,
  document: vscode.TextDocument,
  ignoreEdit: (typeof import('../rates/rateFinder.ts'))['ignoreEdit'],
): vscode.CodeAction | null {
  const { text, lineNumber } = document.lineAt(range.start.line);
  const mark = commentMark(document);
  // A comment would break the line continuation.
  if (!mark || text.trimEnd().endsWith('\\')) return null;
  const { start, end, text: comment } = ignoreEdit(name, text, mark);
  const action = new vscode.CodeAction(vscode.l10n.t('Ignore this rule on this line'), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, new vscode.Range(lineNumber, start, lineNumber, end), comment);
  return action;
}

/** How a comment begins; null if there can be none. */
function commentMark({ languageId, fileName }: vscode.TextDocument): '#' | '//' | null {
  if (languageId === 'json') return null;
  return /^(python|yaml|toml)$/.test(languageId) || fileName.endsWith('.toml') ? '#' : '//';
}
