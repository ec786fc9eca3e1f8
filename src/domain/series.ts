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

/** Most points a metric that are kept of a run that has ended: more than a screen has columns. */
export const MAX_POINTS = 2000;

/** The visible part of an axis. */
export interface AxisPart {
  readonly domain: readonly [number, number];
  readonly scale: 'linear' | 'log';
}

/**
 * Downsamples a line: keeps the lowest and the highest point of each pixel column, and the first and the last point. A value that is
 * not finite counts as the highest. Columns do not move while a line grows within the same part, so that only its end changes.
 * @param xs ascending
 * @param max points to keep, at least 4
 * @param part what is seen of the line, with one point more on either side; all of it by default
 * @returns indices, ascending
 */
export function thinnedIndices(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  max: number,
  part: AxisPart = { domain: [xs[0], xs[xs.length - 1]], scale: 'linear' },
): number[] {
  const [first, last] = seenRange(xs, part.domain);
  const count = last - first + 1;
  if (count <= max) return Array.from({ length: Math.max(0, count) }, (_, index) => first + index);
  const place = part.scale === 'log' ? Math.log : Number;
  const columns = Math.max(1, (max - 2) >> 1);
  const from = place(part.domain[0]);
  const width = (place(part.domain[1]) - from) / columns;
  const columnOf = (index: number): number =>
    Math.min(Math.max(Math.floor((place(xs[index]) - from) / width), 0), columns - 1);
  const kept = [first];
  for (let start = first + 1; start < last;) {
    const column = columnOf(start);
    let [lowest, highest, next] = [start, start, start + 1];
    for (; next < last && columnOf(next) === column; next++) {
      if (height(ys[next]) < height(ys[lowest])) lowest = next;
      if (height(ys[next]) > height(ys[highest])) highest = next;
    }
    kept.push(Math.min(lowest, highest));
    if (lowest !== highest) kept.push(Math.max(lowest, highest));
    start = next;
  }
  kept.push(last);
  return kept;
}

/** A series with at most so many points; see thinnedIndices. */
export function thinSeries({ steps, values }: Series, max = MAX_POINTS): Series {
  if (steps.length <= max) return { steps, values };
  const indices = thinnedIndices(steps, values, max);
  return {
    steps: Float64Array.from(indices, (index) => steps[index]),
    values: Float64Array.from(indices, (index) => values[index]),
  };
}

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

/** The first and the last point in a part of an axis, and one more on either side so that lines run to the edge. */
function seenRange(xs: ArrayLike<number>, [from, to]: readonly [number, number]): [number, number] {
  let first = 0;
  while (first < xs.length && xs[first] < from) first++;
  let last = xs.length - 1;
  while (last >= 0 && xs[last] > to) last--;
  return [Math.max(0, first - 1), Math.min(xs.length - 1, last + 1)];
}

function height(value: number): number {
  return Number.isNaN(value) ? Infinity : value;
}
