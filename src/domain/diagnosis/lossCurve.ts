/** Most buckets that a curve is kept in; with fewer losses each has a bucket of its own. */
const CAPACITY = 512;

/** Neighbouring losses of a run in one. */
export interface CurveBucket {
  readonly firstStep: number;
  readonly lastStep: number;
  readonly count: number;
  /** Mean of the losses. */
  readonly loss: number;
  readonly lowest: number;
  readonly highest: number;
  /** A single loss, so that noise can be seen: the newest. */
  readonly newest: number;
  /** The newest learning rate; NaN where none was logged. */
  readonly rate: number;
  /** Mean of log10 of the gradient norms; NaN where none was logged. */
  readonly logNorm: number;
}

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
  #buckets: CurveBucket[] = [];
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
    const point: CurveBucket = {
      firstStep: step,
      lastStep: step,
      count: 1,
      loss,
      lowest: loss,
      highest: loss,
      newest: loss,
      rate,
      logNorm: norm > 0 && norm < Infinity ? Math.log10(norm) : NaN,
    };
    const last = this.#buckets.at(-1);
    if (last && last.count < this.#size) this.#buckets[this.#buckets.length - 1] = join(last, point);
    else this.#buckets.push(point);
    if (this.#buckets.length <= CAPACITY) return;
    const joined: CurveBucket[] = [];
    for (let index = 0; index < this.#buckets.length; index += 2) {
      const [a, b] = this.#buckets.slice(index, index + 2);
      joined.push(b === undefined ? a : join(a, b));
    }
    this.#buckets = joined;
    this.#size *= 2;
  }
}

function join(a: CurveBucket, b: CurveBucket): CurveBucket {
  const count = a.count + b.count;
  const share = b.count / count;
  return {
    firstStep: a.firstStep,
    lastStep: b.lastStep,
    count,
    loss: a.loss + share * (b.loss - a.loss),
    lowest: Math.min(a.lowest, b.lowest),
    highest: Math.max(a.highest, b.highest),
    newest: b.newest,
    rate: Number.isNaN(b.rate) ? a.rate : b.rate,
    logNorm: joinLogs(a.logNorm, b.logNorm, share),
  };
}

function joinLogs(a: number, b: number, share: number): number {
  if (Number.isNaN(a)) return b;
  return Number.isNaN(b) ? a : a + share * (b - a);
}
