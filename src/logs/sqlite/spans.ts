/** A part of a table: the rows whose ids are above `after` and not above `until`. */
export interface Span {
  readonly after: number;
  readonly until: number;
}

/** All rows of a table. */
export const ALL: readonly Span[] = [{ after: -Infinity, until: Infinity }];

/** Says of ascending ids whether they are in some of the spans, which ascend, too, and do not overlap. */
export class SpanCursor {
  #next = 0;

  constructor(private readonly spans: readonly Span[]) {}

  /** Whether a span has a row above one id that is not above another. */
  reaches(after: number, until: number): boolean {
    while (this.#next < this.spans.length && this.spans[this.#next].until <= after) this.#next++;
    return this.#next < this.spans.length && this.spans[this.#next].after < until;
  }

  has(id: number): boolean {
    return this.reaches(id - 1, id);
  }
}

/** Most spans that are remembered; with more, the rows between neighbours are read as well. */
const MAX_SPANS = 4096;

/** Collects where the rows of a run are, among those of runs that are trained at the same time. */
export class SpanCollector {
  #spans: Span[] = [];

  /** @param page the rows that are read at once, of which one or more are of the run; pages ascend */
  add(page: Span): void {
    const last = this.#spans.at(-1);
    if (last && last.until >= page.after) this.#spans[this.#spans.length - 1] = { ...last, until: page.until };
    else this.#spans.push(page);
    if (this.#spans.length <= MAX_SPANS) return;
    this.#spans = Array.from({ length: MAX_SPANS / 2 + 1 }, (_, index) => {
      const [first, second = first] = this.#spans.slice(2 * index, 2 * index + 2);
      return { after: first.after, until: second.until };
    });
  }

  get spans(): readonly Span[] {
    return this.#spans;
  }
}
