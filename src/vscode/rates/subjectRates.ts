import type { ProgramReport } from '../../code/programReport.ts';
import type { Source } from '../../code/source.ts';
import { sourceOf, stampOf } from './rateSubject.ts';
import type { RateSubject } from './rateSubject.ts';

/** The rates of one subject, found anew when its text has changed and somebody asks. */
export class SubjectRates {
  #newest: { readonly stamp: string; readonly report: Promise<ProgramReport | null> } | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly subject: RateSubject,
    /** Null for a text that is too long, or could not be read. */
    private readonly find: (source: Source) => Promise<ProgramReport | null>,
  ) {}

  /** The rates of the text as it is when the answer comes; null if the caller has given up before. */
  async newest(isGivenUp: () => boolean): Promise<ProgramReport | null> {
    while (!isGivenUp()) {
      const stamp = stampOf(this.subject);
      if (this.#newest?.stamp !== stamp) this.#newest = { stamp, report: this.find(sourceOf(this.subject)) };
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
    clearTimeout(this.#timer);
  }
}
