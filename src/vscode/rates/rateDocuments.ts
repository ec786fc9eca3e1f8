import * as vscode from 'vscode';
import type { Parsers } from '../../code/parsers.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSession } from '../../code/rateSession.ts';
import type { ReadProgram } from '../../code/readProgram.ts';
import type { SourceRange, RateReport, RateSite, ScheduleSite } from '../../code/rateSite.ts';
import type { Source } from '../../code/source.ts';
import { cellOf, textDocumentsOf, isNotebook, codeDocumentOf, sourceOf } from './codeDocument.ts';
import type { CodeDocument } from './codeDocument.ts';
import { CodeDocumentRates } from './codeDocumentRates.ts';

/** How long to wait after the last edit before an update, in milliseconds. */
const DEBOUNCE_MS = 250;

/** The rates of a text document, and those of the whole notebook if it is a cell. */
export interface DocumentRates extends RateReport {
  readonly document: vscode.TextDocument;
  /** The version of the document that the ranges are for. */
  readonly version: number;
  readonly whole: ProgramReport;
  /** If it is a cell: its index in the notebook. */
  readonly cell?: number;
}

/**
 * Tracks the learning rates of open documents. A document is first read when its rates are requested; from then on, changes of its
 * text are announced. The grammars are loaded with the first document that needs them.
 */
export class RateDocuments implements vscode.Disposable {
  readonly #rates = new Map<string, CodeDocumentRates>();
  readonly #onDidChangeEmitter = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #listeners: vscode.Disposable;
  #parsers: Parsers | null = null;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#onTextChange(document)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => this.#onCodeChange(notebook)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#remove(document)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#remove(notebook)),
      vscode.workspace.onDidChangeConfiguration(
        (change) => change.affectsConfiguration('goldilocks.rates.enabled') && this.#fireChangeOfAll(),
      ),
    );
  }

  /** Fires when the rates of a document may have changed, if they were requested before. Debounced. */
  readonly onDidChange: vscode.Event<vscode.TextDocument> = this.#onDidChangeEmitter.event;

  /** The rates of a document in its current version; null if it isn't searched for rates, or the token is cancelled. */
  async ratesOf(document: vscode.TextDocument, token?: vscode.CancellationToken): Promise<DocumentRates | null> {
    const code = codeDocumentOf(document);
    if (!code || !isEnabled(document)) return null;
    const report = await this.#ratesOf(code).latest(() => document.isClosed || token?.isCancellationRequested === true);
    if (!report) return null;
    if (!isNotebook(code)) return { ...report, document, version: document.version, whole: report };
    const index = cellOf(code, document)?.index;
    const inCell = <P extends SourceRange>(ranges: readonly P[]): P[] => ranges.filter(({ cell }) => cell === index);
    return {
      document,
      version: document.version,
      cell: index,
      sites: inCell<RateSite>(report.sites),
      defaults: inCell<RateSite>(report.defaults),
      schedules: inCell<ScheduleSite>(report.schedules),
      whole: report,
    };
  }

  /**
   * The rates of a text that is not open.
   * @throws ParseBudgetError if it takes too long or too much memory to parse
   */
  find(source: Source): Promise<ProgramReport> {
    return this.#once((session) => session.find(source));
  }

  /**
   * The symbols in the present text of a document, for changes of it.
   * @throws ParseBudgetError if it takes too long or too much memory to parse
   */
  read(code: CodeDocument): Promise<ReadProgram> {
    return this.#once((session) => session.read(sourceOf(code)));
  }

  dispose(): void {
    this.#listeners.dispose();
    this.#onDidChangeEmitter.dispose();
    for (const rates of this.#rates.values()) rates.dispose();
    this.#rates.clear();
  }

  #ratesOf(code: CodeDocument): CodeDocumentRates {
    const key = code.uri.toString();
    const known = this.#rates.get(key);
    if (known?.document === code) return known;
    known?.dispose();
    const rates = new CodeDocumentRates(code, () => this.#createSession(), this.log);
    this.#rates.set(key, rates);
    return rates;
  }

  async #once<Result>(work: (session: RateSession) => Promise<Result>): Promise<Result> {
    const session = await this.#createSession();
    try {
      return await work(session);
    } finally {
      session.dispose();
    }
  }

  async #createSession(): Promise<RateSession> {
    const { Parsers, RateSession, TimeSlices } = await import('./rateFinder.ts');
    this.#parsers ??= new Parsers(async (file) =>
      vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.extensionUri, 'dist', file)),
    );
    return new RateSession(this.#parsers, new TimeSlices());
  }

  #onTextChange(document: vscode.TextDocument): void {
    const code = codeDocumentOf(document);
    if (code) this.#onCodeChange(code);
  }

  #onCodeChange(code: CodeDocument): void {
    const rates = this.#rates.get(code.uri.toString());
    rates?.debounce(DEBOUNCE_MS, () => this.#fireChange(code));
  }

  #fireChange(code: CodeDocument): void {
    for (const document of textDocumentsOf(code)) this.#onDidChangeEmitter.fire(document);
  }

  #fireChangeOfAll(): void {
    for (const { document } of this.#rates.values()) this.#fireChange(document);
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
