import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { SiteResults } from '../../app/sites/siteResults.ts';
import type { FoundProblem } from '../../code/rules/checkRates.ts';
import type { RuleName } from '../../code/rules/rule.ts';
import type { Symptom } from '../../domain/finding.ts';
import { toVscodeRange } from '../rates/ranges.ts';
import { codeDocumentOf, RATE_SELECTOR, versionKey } from '../rates/codeDocument.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { judgeFile } from '../sites/judgeFile.ts';
import type { RateProblems, ReportedProblem } from './rateProblems.ts';
import { hasRemedyFixes, remedyFixes } from './remedyFixes.ts';
import { measuredFix, runFixes, suggestedFix } from './runFixes.ts';

/**
 * Offers quick fixes: to write the right number if it is certain, or that which was measured or a run suggests, the remedies of what
 * went wrong in a run, and to ignore the rule on this line.
 */
export class RateFixes implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #registration = vscode.languages.registerCodeActionsProvider(RATE_SELECTOR, this, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });

  constructor(
    private readonly problems: RateProblems,
    private readonly rates: RateDocuments,
    private readonly results: SiteResults,
    private readonly library: ExperimentLibrary,
  ) {}

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    // Null if the document has changed since it was checked.
    const reported =
      this.problems.reportedIn(document)?.filter(({ diagnostic }) => diagnostic.range.intersection(range)) ?? [];
    return [
      ...(reported.length === 0 ? [] : await this.#fixesOf(reported, document)),
      ...(await this.#suggestedFixes(reported, document, range)),
    ];
  }

  dispose(): void {
    this.#registration.dispose();
  }

  /** The rate that is best for the program, else the one that its last run suggests, at numbers that no run has a problem with. */
  async #suggestedFixes(
    reported: readonly ReportedProblem[],
    document: vscode.TextDocument,
    range: vscode.Range,
  ): Promise<vscode.CodeAction[]> {
    const code = codeDocumentOf(document);
    const rates = code && (await this.rates.ratesOf(document));
    if (!rates) return [];
    const judged = await judgeFile(code, rates.whole, this.results);
    const places = judged.places.filter(
      ({ place, measured, current }) =>
        (measured ?? current) && place.range.cell === rates.cell && toVscodeRange(place.range).intersection(range),
    );
    if (places.length === 0) return [];
    const { writeRate } = await import('../rates/rateFinder.ts');
    // Changes of another version would damage this one; VS Code asks again.
    if (document.isClosed || document.version !== rates.version) return [];
    return places.flatMap(({ place, measured, current }) => {
      const isReported = reported.some(
        ({ problem }) => 'finding' in problem && isDeepStrictEqual(problem.place.range, place.range),
      );
      if (isReported) return [];
      if (measured) return measuredFix(measured, place, document, writeRate) ?? [];
      return (current && suggestedFix(current, place, document, writeRate)) ?? [];
    });
  }

  async #fixesOf(reported: readonly ReportedProblem[], document: vscode.TextDocument): Promise<vscode.CodeAction[]> {
    const { ignoreEdit, writeRate, ...makers } = await import('../rates/rateFinder.ts');
    const code = codeDocumentOf(document);
    const version = code && versionKey(code);
    const needsProgram = reported.some(({ problem }) => 'finding' in problem && hasRemedyFixes(problem));
    const read = code && needsProgram ? await this.rates.read(code) : null;
    // Changes of another version would damage this one; VS Code asks again.
    if (!code || versionKey(code) !== version || !this.problems.reportedIn(document)) return [];
    return reported.flatMap(({ diagnostic, problem }) => {
      const name = 'rule' in problem ? problem.rule : problem.finding.symptom;
      const remedies = read && 'finding' in problem ? remedyFixes(problem, code, read, makers) : [];
      const fixes =
        'rule' in problem ? fixOf(problem, document) : runFixes(problem, document, writeRate, this.library, remedies);
      const title =
        'rule' in problem
          ? vscode.l10n.t('Ignore this rule on this line')
          : vscode.l10n.t('Ignore this problem on this line');
      const ignore = ignoreOf(name, title, diagnostic, document, ignoreEdit);
      const actions = [...fixes, ...(ignore ? [ignore] : [])];
      for (const action of actions) action.diagnostics = [diagnostic];
      return actions;
    });
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
  title: string,
  { range }: vscode.Diagnostic,
  document: vscode.TextDocument,
  ignoreEdit: (typeof import('../rates/rateFinder.ts'))['ignoreEdit'],
): vscode.CodeAction | null {
  const { text, lineNumber } = document.lineAt(range.start.line);
  const mark = commentMark(document);
  // A comment would break the line continuation.
  if (!mark || text.trimEnd().endsWith('\\')) return null;
  const { start, end, text: comment } = ignoreEdit(name, text, mark);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, new vscode.Range(lineNumber, start, lineNumber, end), comment);
  return action;
}

/** How a comment begins; null if there can be none. */
function commentMark({ languageId, fileName }: vscode.TextDocument): '#' | '//' | null {
  if (languageId === 'json') return null;
  return /^(python|yaml|toml)$/.test(languageId) || fileName.endsWith('.toml') ? '#' : '//';
}
