import type { CurveBucket } from '../lossCurve.ts';

/** Means of the losses over shares of a run. */
export class RunLevels {
  readonly #counts: Float64Array;
  readonly #sums: Float64Array;

  constructor(buckets: readonly CurveBucket[]) {
    this.#counts = new Float64Array(buckets.length + 1);
    this.#sums = new Float64Array(buckets.length + 1);
    buckets.forEach(({ count, loss }, index) => {
      this.#counts[index + 1] = this.#counts[index] + count;
      this.#sums[index + 1] = this.#sums[index] + count * loss;
    });
  }

  /** Mean between two shares, of at least one loss. */
  mean(from: number, to: number): number {
    const total = this.#counts.at(-1)!;
    const start = Math.min(Math.round(from * total), total - 1);
    const end = Math.max(start + 1, Math.min(total, Math.round(to * total)));
    return (this.#sumTo(end) - this.#sumTo(start)) / (end - start);
  }

  #sumTo(count: number): number {
    let low = 0;
    let high = this.#counts.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#counts[middle] <= count) low = middle;
      else high = middle;
    }
    const share = (count - this.#counts[low]) / (this.#counts[high] - this.#counts[low]);
    return this.#sums[low] + share * (this.#sums[high] - this.#sums[low]);
  }
}
