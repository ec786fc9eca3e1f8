import type { LogOutputChannel } from 'vscode';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSession } from '../../code/rateSession.ts';
import { textLength, MAX_TEXT_LENGTH } from '../../code/source.ts';
import type { Source } from '../../code/source.ts';
import { sourceOf, versionKey } from './codeDocument.ts';
import type { CodeDocument } from './codeDocument.ts';

/** The search for the rates of one version. */
interface Search {
  readonly version: string;
  readonly report: Promise<ProgramReport | null>;
  readonly controller: AbortController;
}

/** The most versions in a row that are passed over after parsing has been given up. */
const MAX_PASSED_OVER = 15;

/** The rates of one code document. Found again on request after its text has changed. */
export class CodeDocumentRates {
  #latest: Search | null = null;
  #session: Promise<RateSession> | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** How many versions in a row took too long to parse. */
  #givenUp = 0;
  /** How many versions to pass over before the next attempt. */
  #toPassOver = 0;
  #disposed = false;

  constructor(
    readonly document: CodeDocument,
    /** Called when the document is first read, and again if that failed. */
    private readonly createSession: () => Promise<RateSession>,
    private readonly log: LogOutputChannel,
  ) {}

  /** The rates of the current text; null if the request is cancelled, or if the text can't be read. */
  async latest(isCancelled: () => boolean): Promise<ProgramReport | null> {
    while (!this.#disposed && !isCancelled()) {
      const version = versionKey(this.document);
      if (this.#latest?.version !== version) this.#latest = this.#startSearch(version);
      const report = await this.#latest.report;
      if (versionKey(this.document) === version) return report;
    }
    return null;
  }

  /** Runs a function once there has been no other call for some milliseconds. */
  debounce(milliseconds: number, work: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, milliseconds);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#latest?.controller.abort();
    this.#session?.then(
      (session) => session.dispose(),
      () => undefined,
    );
  }

  /** Starts the search in the current version and cancels the one before. */
  #startSearch(version: string): Search {
    this.#latest?.controller.abort();
    const controller = new AbortController();
    return { version, report: this.#find(sourceOf(this.document), controller.signal), controller };
  }

  async #find(source: Source, signal: AbortSignal): Promise<ProgramReport | null> {
    const name = this.document.uri.toString(true);
    if (textLength(source) > MAX_TEXT_LENGTH) {
      this.log.info(`${name}: learning rates are not looked for, because it is longer than 2 MB.`);
      return null;
    }
    if (this.#toPassOver > 0) {
      this.#toPassOver--;
      return null;
    }
    try {
      this.#session ??= this.createSession();
      const session = await this.#session.catch((error: unknown) => {
        this.#session = null;
        throw error;
      });
      const report = await session.find(source, signal);
      this.#givenUp = 0;
      return report;
    } catch (error) {
      if (signal.aborted) return null;
      if (error instanceof Error && error.name === 'ParseBudgetError') {
        // The next edit hardly changes that: the first few are tried, then ever fewer.
        this.#toPassOver = Math.min(2 ** this.#givenUp++ - 1, MAX_PASSED_OVER);
        this.log.warn(`${name}: learning rates are not looked for, because ${error.message}.`);
        return null;
      }
      this.log.error(
        `${name}: learning rates could not be looked for. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return null;
    }
  }
}
