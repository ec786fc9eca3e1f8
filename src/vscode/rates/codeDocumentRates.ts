import type { LogOutputChannel } from 'vscode';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSession } from '../../code/rateSession.ts';
import { lengthOf, LONGEST_TEXT } from '../../code/source.ts';
import type { Source } from '../../code/source.ts';
import { sourceOf, stampOf } from './codeDocument.ts';
import type { RateSubject } from './codeDocument.ts';

/** The rates of one subject, found anew when its text has changed and somebody asks. */
export class SubjectRates {
  #newest: { readonly stamp: string; readonly report: Promise<ProgramReport | null> } | null = null;
  #session: Promise<RateSession> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(
    readonly subject: RateSubject,
    /** Called when the subject is read for the first time, and again if that failed. */
    private readonly begin: () => Promise<RateSession>,
    private readonly log: LogOutputChannel,
  ) {}

  /** The rates of the text as it is when the answer comes; null if the caller has given up before, or for what cannot be read. */
  async newest(isGivenUp: () => boolean): Promise<ProgramReport | null> {
    while (!this.#disposed && !isGivenUp()) {
      const stamp = stampOf(this.subject);
      if (this.#newest?.stamp !== stamp) this.#newest = { stamp, report: this.#find(sourceOf(this.subject)) };
      const report = await this.#newest.report;
      if (stampOf(this.subject) === stamp) return report;
    }
    return null;
  }

  /** Does something when the text has rested for some milliseconds. */
  whenAtRest(milliseconds: number, work: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, milliseconds);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#session?.then(
      (session) => session.dispose(),
      () => undefined,
    );
  }

  async #find(source: Source): Promise<ProgramReport | null> {
    const name = this.subject.uri.toString(true);
    if (lengthOf(source) > LONGEST_TEXT) {
      this.log.info(`${name}: learning rates are not looked for, because it is longer than 2 MB.`);
      return null;
    }
    try {
      this.#session ??= this.begin();
      const session = await this.#session.catch((error: unknown) => {
        this.#session = null;
        throw error;
      });
      return await session.find(source);
    } catch (error) {
      this.log.error(
        `${name}: learning rates could not be looked for. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return null;
    }
  }
}
