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

/** A series with all of its points between the ends of a part in more detail replaced by that. */
export function withDetail(series: Series, detail: Series): Series {
  const { length } = detail.steps;
  if (length === 0) return series;
  const before = pointsUntil(series, detail.steps[0]);
  const after = pointsUntil(series, detail.steps[length - 1], true);
  const spliced = (whole: Float64Array, part: Float64Array): Float64Array => {
    const all = new Float64Array(before + length + whole.length - after);
    all.set(whole.subarray(0, before));
    all.set(part, before);
    all.set(whole.subarray(after), before + length);
    return all;
  };
  const hasMeans = series.means !== undefined || detail.means !== undefined;
  return {
    steps: spliced(series.steps, detail.steps),
    values: spliced(series.values, detail.values),
    ...(hasMeans && { means: spliced(series.means ?? series.values, detail.means ?? detail.values) }),
  };
}

/** How many points come before a step, or up to and with it. */
function pointsUntil({ steps }: Series, step: number, inclusive = false): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < step || (inclusive && steps[middle] === step)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last value at or before a step; null if there is none. */
export function valueAt(series: Series, step: number): number | null {
  const points = pointsUntil(series, step, true);
  return points === 0 ? null : series.values[points - 1];
}

/** The first value that is not finite, and its step; null if all are finite. */
export function firstNonFinite({ steps, values }: Series): { readonly step: number; readonly value: number } | null {
  // A loop, which is several times as fast as findIndex: pages look through the losses of a thousand runs at each key.
  for (let index = 0; index < values.length; index++)
    if (!Number.isFinite(values[index])) return { step: steps[index], value: values[index] };
  return null;
}
