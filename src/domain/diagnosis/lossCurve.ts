/** Most buckets that a curve is kept in; with fewer losses each has a bucket of its own. */
const CAPACITY = 512;

/** Neighbouring losses of a run in one. */
interface MutableBucket {
  firstStep: number;
  lastStep: number;
  count: number;
  /** Mean of the losses. */
  loss: number;
  lowest: number;
  highest: number;
  /** A single loss, so that noise can be seen: the newest. */
  newest: number;
  /** The newest learning rate; NaN where none was logged. */
  rate: number;
  /** Mean of log10 of the gradient norms; NaN where none was logged. */
  logNorm: number;
}

export type CurveBucket = Readonly<MutableBucket>;

/** A loss and the step that it was measured at. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

/** What a step of a run brings to its curve. */
export interface CurvePoint extends LossPoint {
  readonly rate?: number | undefined;
  /** Positive and finite. */
  readonly norm?: number | undefined;
}

/**
 * A loss curve in bounded memory: evenly divided into buckets, all of as many losses but the newest. When they are full, neighbours are
 * joined. Takes constant time a loss, amortised, and the same losses give the same buckets however they arrive.
 */
export class LossCurve {
  #buckets: MutableBucket[] = [];
  /** How many losses a full bucket has. */
  #size = 1;
  #count = 0;
  #first: LossPoint | null = null;
  #peak: LossPoint | null = null;
  #lowest: LossPoint | null = null;

  /** How many losses there are. */
  get count(): number {
    return this.#count;
  }

  /** The newest grows with the next loss. */
  get buckets(): readonly CurveBucket[] {
    return this.#buckets;
  }

  get first(): LossPoint | null {
    return this.#first;
  }

  /** The highest loss, the first of equal ones. */
  get peak(): LossPoint | null {
    return this.#peak;
  }

  /** The lowest loss, the first of equal ones. */
  get lowest(): LossPoint | null {
    return this.#lowest;
  }

  /** Step of the newest loss; −1 before the first. */
  get lastStep(): number {
    return this.#buckets.at(-1)?.lastStep ?? -1;
  }

  /** @param point its loss is finite */
  add({ step, loss, rate = NaN, norm = NaN }: CurvePoint): void {
    this.#count++;
    this.#first ??= { step, loss };
    if (!this.#peak || loss > this.#peak.loss) this.#peak = { step, loss };
    if (!this.#lowest || loss < this.#lowest.loss) this.#lowest = { step, loss };
    const logNorm = norm > 0 && norm < Infinity ? Math.log10(norm) : NaN;
    const last = this.#buckets.at(-1);
    if (last && last.count < this.#size) addTo(last, step, loss, rate, logNorm);
    else this.#buckets.push(bucketOf(step, loss, rate, logNorm));
    if (this.#buckets.length <= CAPACITY) return;
    for (let index = 0; 2 * index < this.#buckets.length; index++) {
      const [a, b] = this.#buckets.slice(2 * index, 2 * index + 2);
      if (b) join(a, b);
      this.#buckets[index] = a;
    }
    this.#buckets.length = Math.ceil(this.#buckets.length / 2);
    this.#size *= 2;
  }
}

function bucketOf(step: number, loss: number, rate: number, logNorm: number): MutableBucket {
  return { firstStep: step, lastStep: step, count: 1, loss, lowest: loss, highest: loss, newest: loss, rate, logNorm };
}

/** As join with bucketOf, without making a bucket of each loss. */
function addTo(bucket: MutableBucket, step: number, loss: number, rate: number, logNorm: number): void {
  const share = 1 / ++bucket.count;
  bucket.lastStep = step;
  bucket.loss += share * (loss - bucket.loss);
  if (loss < bucket.lowest) bucket.lowest = loss;
  if (loss > bucket.highest) bucket.highest = loss;
  bucket.newest = loss;
  if (!Number.isNaN(rate)) bucket.rate = rate;
  bucket.logNorm = joinLogs(bucket.logNorm, logNorm, share);
}

/** Adds the losses of a bucket to those of the bucket before it. */
function join(a: MutableBucket, b: CurveBucket): void {
  a.count += b.count;
  const share = b.count / a.count;
  a.lastStep = b.lastStep;
  a.loss += share * (b.loss - a.loss);
  a.lowest = Math.min(a.lowest, b.lowest);
  a.highest = Math.max(a.highest, b.highest);
  a.newest = b.newest;
  if (!Number.isNaN(b.rate)) a.rate = b.rate;
  a.logNorm = joinLogs(a.logNorm, b.logNorm, share);
}

function joinLogs(a: number, b: number, share: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : a + share * (b - a);
}
