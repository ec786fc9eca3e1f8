import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { SiteFileKey, SiteResults } from '../../app/sites/siteResults.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { FoundProblem } from '../../code/rules/checkRates.ts';
import { toVscodeRange } from '../rates/ranges.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { sourceOf, codeDocumentOf, uriAt } from '../rates/codeDocument.ts';
import type { CodeDocument } from '../rates/codeDocument.ts';
import { judgeFile } from '../sites/judgeFile.ts';
import { siteFileKey } from '../sites/siteFile.ts';
import { runDiagnostic } from './runDiagnostic.ts';
import { runProblemOf } from './runProblems.ts';
import type { RunProblem } from './runProblems.ts';
import { affectsProblems, areProblemsReported, severityOf } from './ruleSettings.ts';

/** A diagnostic, and what it reports: a mistake in the text, or what went wrong in a run. */
export interface ReportedProblem {
  readonly diagnostic: vscode.Diagnostic;
  readonly problem: FoundProblem | RunProblem;
}

/** The problems of a document, and the version that they are for. */
interface ReportedProblems {
  readonly version: number;
  readonly problems: readonly ReportedProblem[];
}

/**
 * Publishes diagnostics for the learning rates of open documents: mistakes in the text, and what went wrong in runs with the number that
 * stands there. Where a run has shown something, what the text alone lets one expect is left out.
 */
export class RateProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('goldilocks');
  readonly #reported = new Map<string, ReportedProblems>();
  /** By report, because the cells of a notebook share one and are checked together. */
  readonly #checked = new WeakMap<ProgramReport, readonly FoundProblem[]>();
  readonly #listeners: vscode.Disposable;

  constructor(
    private readonly rates: RateDocuments,
    private readonly results: SiteResults,
    private readonly extensionUri: vscode.Uri,
  ) {
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => void this.#check(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#clear(uri)),
      vscode.workspace.onDidChangeConfiguration((change) => affectsProblems(change) && this.#checkAll()),
      rates.onDidChange((document) => void this.#check(document)),
      { dispose: () => results.off('changed', this.#checkFile) },
    );
    results.on('changed', this.#checkFile);
    this.#checkAll();
  }

  /** The problems that are reported in a document; null if its text has changed since. */
  reportedIn({ uri, version }: vscode.TextDocument): readonly ReportedProblem[] | null {
    const reported = this.#reported.get(uri.toString());
    return reported?.version === version ? reported.problems : null;
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#collection.dispose();
    this.#reported.clear();
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) void this.#check(document);
  }

  readonly #checkFile = (file: SiteFileKey | null): void => {
    for (const document of vscode.workspace.textDocuments) {
      const code = codeDocumentOf(document);
      if (code && (file === null || isDeepStrictEqual(siteFileKey(code.uri), { folder: file.folder, path: file.path })))
        void this.#check(document);
    }
  };

  async #check(document: vscode.TextDocument): Promise<void> {
    const code = areProblemsReported(document) ? codeDocumentOf(document) : null;
    const found = code && (await this.rates.ratesOf(document));
    if (!code || !found) return this.#clear(document.uri);
    const [inText, inRuns] = await Promise.all([
      this.#problemsOf(found.whole, code),
      judgeFile(code, found.whole, this.results),
    ]);
    // The document may have changed, and will be checked again; or the setting may have been turned off.
    if (document.isClosed || document.version !== found.version || !areProblemsReported(document)) return;
    const ofRuns = inRuns.places
      .filter(({ place }) => place.range.cell === found.cell)
      .flatMap((judged) => {
        const problem = runProblemOf(judged, document.lineAt(judged.place.range.line - 1).text);
        const diagnostic = problem && runDiagnostic(problem, document, this.extensionUri);
        return diagnostic ? [{ diagnostic, problem }] : [];
      });
    const ofText = inText
      .filter(({ range }) => range.cell === found.cell)
      .flatMap((problem) => {
        const diagnostic = this.#diagnosticOf(problem, document, code);
        return diagnostic ? [{ diagnostic, problem }] : [];
      })
      .filter(({ diagnostic: { range } }) => !ofRuns.some(({ diagnostic }) => diagnostic.range.isEqual(range)));
    const problems = [...ofRuns, ...ofText];
    this.#reported.set(document.uri.toString(), { version: found.version, problems });
    this.#collection.set(
      document.uri,
      problems.map(({ diagnostic }) => diagnostic),
    );
  }

  async #problemsOf(report: ProgramReport, code: CodeDocument): Promise<readonly FoundProblem[]> {
    const known = this.#checked.get(report);
    if (known) return known;
    const source = sourceOf(code);
    const { checkInSteps, runSteps, TimeSlices } = await import('../rates/rateFinder.ts');
    const problems = await runSteps(checkInSteps(report, source), new TimeSlices());
    this.#checked.set(report, problems);
    return problems;
  }

  #diagnosticOf(problem: FoundProblem, document: vscode.TextDocument, code: CodeDocument): vscode.Diagnostic | null {
    const severity = severityOf(problem, document);
    if (severity === null) return null;
    const diagnostic = new vscode.Diagnostic(toVscodeRange(problem.range), problem.message, severity);
    diagnostic.source = 'Goldilocks';
    diagnostic.code = {
      value: problem.rule,
      target: vscode.Uri.joinPath(this.extensionUri, 'media', 'rules', `${problem.rule}.md`),
    };
    diagnostic.relatedInformation = problem.related.map(({ range, message }) => {
      return new vscode.DiagnosticRelatedInformation(
        new vscode.Location(uriAt(code, range), toVscodeRange(range)),
        message,
      );
    });
    return diagnostic;
  }

  #clear(uri: vscode.Uri): void {
    this.#reported.delete(uri.toString());
    this.#collection.delete(uri);
  }
}
