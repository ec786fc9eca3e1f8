import type { Sample } from '../domain/sample.ts';
import { METRIC_ROLES } from './columnRoles.ts';
import type { MetricRole } from './columnRoles.ts';
import type { LogRow } from './logRow.ts';
import type { LogShape } from './logShape.ts';

type MutableSample = { -readonly [K in keyof Sample]: Sample[K] } & { extra?: Record<string, number> };

/** The newest sample of a log, which further rows of its step may add to. Each of its values is told once. */
export class PendingSample {
  #sample: MutableSample | null = null;
  /** What was told of it. */
  readonly #told = new Set<string>();
  #hasNews = false;
  readonly #measured = new Set<MetricRole>();
  #peakRate: number | null = null;

  constructor(private readonly shape: LogShape) {}

  get step(): number | undefined {
    return this.#sample?.step;
  }

  /** What was measured in this sample or an earlier one. */
  get measured(): ReadonlySet<MetricRole> {
    return this.#measured;
  }

  /** The highest rate of all samples. */
  get peakRate(): number | null {
    return this.#peakRate;
  }

  /**
   * Adds what a row has measured.
   * @param seconds of the row since the training began, if it has a time
   * @returns the sample before, if this is another and something of that one has not been told
   */
  add(step: number, row: LogRow, seconds: number | undefined): Sample | null {
    let sample = this.#sample;
    let complete = null;
    if (sample?.step !== step) {
      complete = this.#hasNews ? sample : null;
      sample = this.#sample = { step };
      this.#hasNews = false;
      if (this.#told.size > 0) this.#told.clear();
    }
    // One by one, since this is done for each of millions of rows.
    const { loss, validationLoss, rate, gradientNorm } = row;
    if (this.#isNew('loss', loss)) sample.loss = loss;
    if (this.#isNew('validationLoss', validationLoss)) sample.validationLoss = validationLoss;
    if (row.accuracy !== undefined || row.validationAccuracy !== undefined) this.#addAccuracies(sample, row);
    if (this.#isNew('rate', rate)) sample.rate = rate;
    if (this.#isNew('gradientNorm', gradientNorm)) sample.gradientNorm = gradientNorm;
    if (row.extra !== undefined) this.#addExtra(sample, row);
    // An evaluation at the step of a loss comes after it.
    if (seconds !== undefined && sample.seconds === undefined && !this.#told.has('seconds')) sample.seconds = seconds;
    if (rate !== undefined && rate > (this.#peakRate ?? -Infinity)) this.#peakRate = rate;
    return complete;
  }

  /** What was not told yet of the sample; null if nothing is new. */
  take(): Sample | null {
    const sample = this.#sample;
    if (!sample || !this.#hasNews) return null;
    for (const role of METRIC_ROLES) if (sample[role] !== undefined) this.#told.add(role);
    for (const name in sample.extra) this.#told.add(name);
    if (sample.seconds !== undefined) this.#told.add('seconds');
    this.#sample = { step: sample.step };
    this.#hasNews = false;
    return sample;
  }

  /** What the row of an evaluation says of itself, as how long it took, changes nothing that stands at its step. */
  #addExtra(sample: MutableSample, { loss, extra }: LogRow): void {
    for (const name in extra) {
      if (this.#told.size > 0 && this.#told.has(name)) continue;
      if (loss === undefined && sample.extra !== undefined && Object.hasOwn(sample.extra, name)) continue;
      (sample.extra ??= {})[name] = extra[name];
      this.#hasNews = true;
    }
  }

  #addAccuracies(sample: MutableSample, row: LogRow): void {
    const accuracy = this.#shareOf(row.accuracy);
    if (this.#isNew('accuracy', accuracy)) sample.accuracy = accuracy;
    const validationAccuracy = this.#shareOf(row.validationAccuracy);
    if (this.#isNew('validationAccuracy', validationAccuracy)) sample.validationAccuracy = validationAccuracy;
  }

  /** Whether there is a value, and nothing was told of its role at this step. */
  #isNew(role: MetricRole, value: number | undefined): value is number {
    if (value === undefined || (this.#told.size > 0 && this.#told.has(role))) return false;
    if (!this.#measured.has(role)) this.#measured.add(role);
    this.#hasNews = true;
    return true;
  }

  /** An accuracy as a share. What is none, whatever its column is called, is left out. */
  #shareOf(accuracy: number | undefined): number | undefined {
    if (accuracy === undefined || !(accuracy >= 0 && accuracy <= 100)) return undefined;
    if (accuracy > 1 && !this.shape.isPercent) {
      this.shape.markPercent(this.#measured.has('accuracy') || this.#measured.has('validationAccuracy'));
    }
    return this.shape.isPercent ? accuracy / 100 : accuracy;
  }
}
