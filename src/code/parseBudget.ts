/** What parsing one source may cost. */
export interface ParseBudget {
  /** Time that the parser itself takes, without pauses. */
  readonly milliseconds: number;
  /** By how much the memory of all parsers may grow. */
  readonly bytes: number;
}

/** Several times what parsing 2 MB of ordinary code takes. */
export const PARSE_BUDGET: ParseBudget = { milliseconds: 5000, bytes: 256 * 2 ** 20 };

/** Says that a source was given up because parsing it took more than its budget. The message completes "Given up, because …". */
export class ParseBudgetError extends Error {
  override readonly name = 'ParseBudgetError';
}

/** Measures what parsing one source costs, and says when its budget is spent. */
export class ParseMeter {
  readonly #budget: ParseBudget;
  readonly #memoryBytes: () => number;
  readonly #bytesAtStart: number;
  #finishedMs = 0;
  #startedAt: number | null = null;

  /** @param memoryBytes the size of the memory of all parsers */
  constructor(budget: ParseBudget, memoryBytes: () => number) {
    this.#budget = budget;
    this.#memoryBytes = memoryBytes;
    this.#bytesAtStart = memoryBytes();
  }

  /** Runs one slice of a parse and adds its time. */
  measure<T>(parse: () => T): T {
    this.#startedAt = performance.now();
    try {
      return parse();
    } finally {
      this.#finishedMs = this.#milliseconds;
      this.#startedAt = null;
    }
  }

  /** Whether the parse should stop. Called very often. */
  get isSpent(): boolean {
    return this.#milliseconds > this.#budget.milliseconds || this.#grownBytes > this.#budget.bytes;
  }

  /** @throws ParseBudgetError if the budget is spent */
  check(): void {
    if (this.#grownBytes > this.#budget.bytes)
      throw new ParseBudgetError(`parsing it needs more than ${Math.round(this.#budget.bytes / 2 ** 20)} MB of memory`);
    if (this.isSpent) throw new ParseBudgetError(`parsing it takes longer than ${this.#budget.milliseconds / 1000} s`);
  }

  get #milliseconds(): number {
    return this.#finishedMs + (this.#startedAt === null ? 0 : performance.now() - this.#startedAt);
  }

  get #grownBytes(): number {
    return this.#memoryBytes() - this.#bytesAtStart;
  }
}
