import type { Sample } from './sample.ts';

/** The numbers of a sample that have a name of their own. */
export type SampleMetric = Exclude<keyof Sample, 'step' | 'epoch' | 'extra'>;

/** A number that is measured again and again in a run: one of a sample, or one of its extra numbers by its name. */
export type Metric = SampleMetric | (string & {});

/** One metric of a run: values by ascending step. */
export interface Series {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  /** Where a point stands for many values: the mean of these. */
  readonly means?: Float64Array;
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
