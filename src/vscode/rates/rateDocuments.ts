import * as vscode from 'vscode';
import type { Parsers } from '../../code/parsers.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSession } from '../../code/rateSession.ts';
import type { SourceRange, RateReport, RateSite, ScheduleSite } from '../../code/rateSite.ts';
import { cellOf, textDocumentsOf, isNotebook, codeDocumentOf } from './codeDocument.ts';
import type { CodeDocument } from './codeDocument.ts';
import { CodeDocumentRates } from './codeDocumentRates.ts';

/** Milliseconds without a key before the rates are found anew. */
const DEBOUNCE_MS = 250;

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
  readonly #rates = new Map<string, CodeDocumentRates>();
  readonly #didChange = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #listeners: vscode.Disposable;
  #parsers: Parsers | null = null;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#onDidChangeText(document)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.#onDidChange(notebook)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#remove(document)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#remove(notebook)),
      vscode.workspace.onDidChangeConfiguration(
        (change) => change.affectsConfiguration('goldilocks.rates.enabled') && this.#fireDidChangeAll(),
      ),
    );
  }

  /** Tells of a document whose rates were asked for before, when they may be others and its text has come to rest. */
  readonly onDidChange: vscode.Event<vscode.TextDocument> = this.#didChange.event;

  /** The rates of a document as it is when the answer comes; null if rates are not looked for in it, or the caller has given up. */
  async ratesOf(document: vscode.TextDocument, token?: vscode.CancellationToken): Promise<DocumentRates | null> {
    const subject = codeDocumentOf(document);
    if (!subject || !isEnabled(document)) return null;
    const report = await this.#ratesOf(subject).latest(
      () => document.isClosed || token?.isCancellationRequested === true,
    );
    if (!report) return null;
    if (!isNotebook(subject)) return { ...report, document, version: document.version, whole: report };
    const index = cellOf(subject, document)?.index;
    const inCell = <P extends SourceRange>(places: readonly P[]): P[] => places.filter(({ cell }) => cell === index);
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
    this.#didChange.dispose();
    for (const rates of this.#rates.values()) rates.dispose();
    this.#rates.clear();
  }

  #ratesOf(subject: CodeDocument): CodeDocumentRates {
    const key = subject.uri.toString();
    const known = this.#rates.get(key);
    if (known?.document === subject) return known;
    known?.dispose();
    const rates = new CodeDocumentRates(subject, () => this.#createSession(), this.log);
    this.#rates.set(key, rates);
    return rates;
  }

  async #createSession(): Promise<RateSession> {
    const { Parsers, RateSession, TimeSlicing } = await import('./rateFinder.ts');
    this.#parsers ??= new Parsers(async (file) =>
      vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.extensionUri, 'dist', file)),
    );
    return new RateSession(this.#parsers, new TimeSlicing());
  }

  #onDidChangeText(document: vscode.TextDocument): void {
    const subject = codeDocumentOf(document);
    if (subject) this.#onDidChange(subject);
  }

  #onDidChange(subject: CodeDocument): void {
    const rates = this.#rates.get(subject.uri.toString());
    rates?.debounce(DEBOUNCE_MS, () => this.#fireDidChange(subject));
  }

  #fireDidChange(subject: CodeDocument): void {
    for (const document of textDocumentsOf(subject)) this.#didChange.fire(document);
  }

  #fireDidChangeAll(): void {
    for (const { document } of this.#rates.values()) this.#fireDidChange(document);
  }

  #remove({ uri }: CodeDocument): void {
    const key = uri.toString();
    this.#rates.get(key)?.dispose();
    this.#rates.delete(key);
  }
}

function isEnabled(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('goldilocks.rates', document).get('enabled', true);
}
