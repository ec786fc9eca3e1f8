import { appendBuckets, bucketsOf, joinBuckets, joinFactor, lineOf } from './buckets.ts';
import type { Buckets } from './buckets.ts';
import type { Series } from './series.ts';

/** So many values are kept as they are: 1 MB. */
export const EXACT_VALUES = 65_536;
/** A longer series is kept in fewer buckets, and in at least half as many: 400 KB. */
export const MAX_BUCKETS = 8192;
/** The share of the values that are kept as they are which are put into buckets at once, unless those of one bucket are more. */
const CHUNK_SHARE = 1 / 4;
/** Values for a bucket, where as many are kept as they are. */
const VALUES_PER_BUCKET = EXACT_VALUES / MAX_BUCKETS;

/** A value and the step that it was measured at. */
export interface Measured {
  readonly step: number;
  readonly value: number;
}

/** What is known of a series however long it is. */
export interface SeriesFacts {
  readonly count: number;
  readonly first: Measured | null;
  readonly newest: Measured | null;
  /** The lowest finite value, the first of equal ones. */
  readonly lowest: Measured | null;
  /** How many values are not finite. */
  readonly nonFinite: number;
}

/**
 * One metric of a run that grows without end in bounded memory: its values up to a limit, then buckets of them, neighbours of which
 * are joined when there are too many. Takes constant time a value, amortised.
 */
export class BoundedSeries {
  /** Full buckets; null while all values are kept. */
  #buckets: Buckets | null = null;
  /** The values after those in buckets. */
  #steps: Float64Array = new Float64Array(64);
  #values: Float64Array = new Float64Array(64);
  #length = 0;
  #count = 0;
  #nonFinite = 0;
  #first: Measured | null = null;
  #lowest: Measured | null = null;
  #newestStep = NaN;
  #newestValue = NaN;

  /** @param exactValues so many are kept as they are, a power of two; then in an eighth as many buckets, and in at least half of these */
  constructor(private readonly exactValues = EXACT_VALUES) {}

  /** As of now. */
  get facts(): SeriesFacts {
    return {
      count: this.#count,
      first: this.#first,
      newest: this.#count > 0 ? { step: this.#newestStep, value: this.#newestValue } : null,
      lowest: this.#lowest,
      nonFinite: this.#nonFinite,
    };
  }

  push(step: number, value: number): void {
    this.#count++;
    this.#first ??= { step, value };
    this.#newestStep = step;
    this.#newestValue = value;
    if (!Number.isFinite(value)) this.#nonFinite++;
    else if (!this.#lowest || value < this.#lowest.value) this.#lowest = { step, value };
    if (this.#length === this.#steps.length) {
      this.#steps = grown(this.#steps);
      this.#values = grown(this.#values);
    }
    this.#steps[this.#length] = step;
    this.#values[this.#length++] = value;
    const room = this.#buckets ? Math.max(this.exactValues * CHUNK_SHARE, this.#buckets.size) : this.exactValues;
    if (this.#length === room) this.#putIntoBuckets();
  }

  /** All of it, in buckets of one value up to the limit. Valid until the next value. */
  buckets(): Buckets {
    const recent = bucketsOf(this.#recent());
    return this.#buckets ? appendBuckets(this.#buckets, joinBuckets(recent, this.#buckets.size)) : recent;
  }

  /** Its values, or where there are too many the line of its buckets. Valid until the next value. */
  view(): Series {
    return lineOf(this.buckets());
  }

  #recent(): Series {
    return { steps: this.#steps.subarray(0, this.#length), values: this.#values.subarray(0, this.#length) };
  }

  #putIntoBuckets(): void {
    const all = this.#buckets ? this.buckets() : bucketsOf(this.#recent());
    // From half of the most buckets on by powers of two, so that they are always joined at an even number, and each is full.
    this.#buckets = joinBuckets(all, joinFactor(all.means.length, this.exactValues / VALUES_PER_BUCKET - 1));
    this.#length = 0;
  }
}

function grown(array: Float64Array): Float64Array {
  const larger = new Float64Array(2 * array.length);
  larger.set(array);
  return larger;
}
