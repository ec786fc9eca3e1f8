import type { Sample } from './sample.ts';

/** The numbers of a sample that have a name of their own. */
export type SampleMetric = Exclude<keyof Sample, 'step' | 'epoch' | 'extra'>;

/** A number that is measured again and again in a run: one of a sample, or one of its extra numbers by its name. */
export type Metric = SampleMetric | (string & {});

/** One metric of a run: values by ascending step. */
export interface Series {
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/** What a run measured, by metric. */
export type RunSeries = Readonly<Partial<Record<Metric, Series>>>;

export const EMPTY_SERIES: Series = { steps: new Float64Array(), values: new Float64Array() };

/** The last value at or before a step; null if there is none. */
export function valueAt({ steps, values }: Series, step: number): number | null {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : values[low - 1];
}

/** The first value that is not finite, and its step; null if all are finite. */
export function firstNonFinite({ steps, values }: Series): { readonly step: number; readonly value: number } | null {
  const index = values.findIndex((value) => !Number.isFinite(value));
  return index < 0 ? null : { step: steps[index], value: values[index] };
}

/** Collects the samples of a run by metric. */
export class SeriesRecorder {
  #columns = new Map<string, GrowingSeries>();

  addSamples(samples: readonly Sample[]): void {
    for (const sample of samples) {
      for (const key in sample) {
        if (key === 'step' || key === 'epoch' || key === 'extra') continue;
        this.#add(key, sample.step, sample[key as SampleMetric]);
      }
      for (const name in sample.extra) this.#add(name, sample.step, sample.extra[name]);
    }
  }

  /** Replaces all series. */
  restore(series: RunSeries): void {
    this.#columns = new Map(
      Object.entries(series).map(([metric, known]) => [metric, new GrowingSeries(known ?? EMPTY_SERIES)]),
    );
  }

  clear(): void {
    this.#columns.clear();
  }

  /** One metric so far; empty if it was never measured. Valid until the next sample. */
  get(metric: Metric): Series {
    return this.#columns.get(metric)?.view() ?? EMPTY_SERIES;
  }

  /** The newest value of a metric; undefined if it was never measured. */
  newest(metric: Metric): number | undefined {
    return this.#columns.get(metric)?.newest;
  }

  /** Everything so far. Valid until the next sample. */
  all(): RunSeries {
    return Object.fromEntries([...this.#columns].map(([metric, column]) => [metric, column.view()]));
  }

  #add(metric: string, step: number, value: number | undefined): void {
    if (value === undefined) return;
    let column = this.#columns.get(metric);
    if (!column) this.#columns.set(metric, (column = new GrowingSeries(EMPTY_SERIES)));
    column.push(step, value);
  }
}

/** A series in arrays that double when they are full. */
class GrowingSeries {
  #steps: Float64Array;
  #values: Float64Array;
  #length: number;

  constructor({ steps, values }: Series) {
    this.#steps = steps;
    this.#values = values;
    this.#length = steps.length;
  }

  get newest(): number | undefined {
    return this.#length === 0 ? undefined : this.#values[this.#length - 1];
  }

  push(step: number, value: number): void {
    if (this.#length === this.#steps.length) {
      this.#steps = grown(this.#steps);
      this.#values = grown(this.#values);
    }
    this.#steps[this.#length] = step;
    this.#values[this.#length++] = value;
  }

  view(): Series {
    return { steps: this.#steps.subarray(0, this.#length), values: this.#values.subarray(0, this.#length) };
  }
}

function grown(array: Float64Array): Float64Array {
  const larger = new Float64Array(Math.max(64, 2 * array.length));
  larger.set(array);
  return larger;
}
