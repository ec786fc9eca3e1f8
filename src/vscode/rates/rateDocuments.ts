import * as vscode from 'vscode';
import type { Parsers } from '../../code/parsers.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSession } from '../../code/rateSession.ts';
import type { Place, RateReport, RateSite, ScheduleSite } from '../../code/rateSite.ts';
import { cellOf, documentsOf, isNotebook, subjectOf } from './codeDocument.ts';
import type { RateSubject } from './codeDocument.ts';
import { SubjectRates } from './codeDocumentRates.ts';

/** Milliseconds without a key before the rates are found anew. */
const REST = 250;

/** The rates of one document: those that stand in it, and all of the notebook that it is a cell of. */
export interface DocumentRates extends RateReport {
  readonly document: vscode.TextDocument;
  /** The version of the document that the places are in. */
  readonly version: number;
  readonly whole: ProgramReport;
}

/**
 * The learning rates of the open documents, as they stand in the editors. A document is read when its rates are first asked for;
 * from then on they follow its text. The grammars are loaded with the first document that needs them.
 */
export class RateDocuments implements vscode.Disposable {
  readonly #subjects = new Map<string, SubjectRates>();
  readonly #changes = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #listeners: vscode.Disposable;
  #parsers: Parsers | null = null;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#followText(document)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.#follow(notebook)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#forget(notebook)),
      vscode.workspace.onDidChangeConfiguration(
        (change) => change.affectsConfiguration('goldilocks.rates.enabled') && this.#tellAll(),
      ),
    );
  }

  /** Tells of a document whose rates were asked for before, when they may be others and its text has come to rest. */
  readonly onDidChange: vscode.Event<vscode.TextDocument> = this.#changes.event;

  /** The rates of a document as it is when the answer comes; null if rates are not looked for in it, or the caller has given up. */
  async ratesOf(document: vscode.TextDocument, token?: vscode.CancellationToken): Promise<DocumentRates | null> {
    const subject = subjectOf(document);
    if (!subject || !isEnabled(document)) return null;
    const report = await this.#ratesOf(subject).newest(
      () => document.isClosed || token?.isCancellationRequested === true,
    );
    if (!report) return null;
    if (!isNotebook(subject)) return { ...report, document, version: document.version, whole: report };
    const index = cellOf(subject, document)?.index;
    const inCell = <P extends Place>(places: readonly P[]): P[] => places.filter(({ cell }) => cell === index);
    return {
      document,
      version: document.version,
      sites: inCell<RateSite>(report.sites),
      defaults: inCell<RateSite>(report.defaults),
      schedules: inCell<ScheduleSite>(report.schedules),
      whole: report,
    };
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#changes.dispose();
    for (const rates of this.#subjects.values()) rates.dispose();
    this.#subjects.clear();
  }

  #ratesOf(subject: RateSubject): SubjectRates {
    const key = subject.uri.toString();
    const known = this.#subjects.get(key);
    if (known?.subject === subject) return known;
    known?.dispose();
    const rates = new SubjectRates(subject, () => this.#begin(), this.log);
    this.#subjects.set(key, rates);
    return rates;
  }

  async #begin(): Promise<RateSession> {
    const { Parsers, RateSession, TimeSlices } = await import('./rateFinder.ts');
    this.#parsers ??= new Parsers(async (file) =>
      vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.extensionUri, 'dist', file)),
    );
    return new RateSession(this.#parsers, new TimeSlices());
  }

  #followText(document: vscode.TextDocument): void {
    const subject = subjectOf(document);
    if (subject) this.#follow(subject);
  }

  #follow(subject: RateSubject): void {
    const rates = this.#subjects.get(subject.uri.toString());
    rates?.whenAtRest(REST, () => this.#tell(subject));
  }

  #tell(subject: RateSubject): void {
    for (const document of documentsOf(subject)) this.#changes.fire(document);
  }

  #tellAll(): void {
    for (const { subject } of this.#subjects.values()) this.#tell(subject);
  }

  #forget({ uri }: RateSubject): void {
    const key = uri.toString();
    this.#subjects.get(key)?.dispose();
    this.#subjects.delete(key);
  }
}

function isEnabled(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('goldilocks.rates', document).get('enabled', true);
}
