import type { Series } from './series.ts';

/**
 * A metric of a run, so many neighbouring values in one bucket: what is left of a million values. All columns have one entry a bucket.
 * Of buckets of one value, each column is that of the steps or that of the values itself.
 */
export interface Buckets {
  /** Values in all. */
  readonly count: number;
  /** Values in each bucket, the last of which may have fewer. A power of two. */
  readonly size: number;
  /** Step of a bucket's last value; ascending. */
  readonly lastSteps: Float64Array;
  /** The lowest value, the first of equal ones, and its step. */
  readonly lows: Float64Array;
  readonly lowSteps: Float64Array;
  /** The highest value, the first of equal ones, and its step. NaN counts as the highest of all. */
  readonly highs: Float64Array;
  readonly highSteps: Float64Array;
  /** NaN where a value is not finite. */
  readonly means: Float64Array;
}

/** The columns of buckets, in the order in which they are stored. */
export const BUCKET_COLUMNS = ['lastSteps', 'lows', 'lowSteps', 'highs', 'highSteps', 'means'] as const;

/** A series as buckets of one value, which share its memory. */
export function bucketsOf({ steps, values }: Series): Buckets {
  return {
    count: steps.length,
    size: 1,
    lastSteps: steps,
    lows: values,
    lowSteps: steps,
    highs: values,
    highSteps: steps,
    means: values,
  };
}

/** How many neighbouring buckets must become one so that no more than `max` are left: a power of two. */
export function joinFactor(buckets: number, max: number): number {
  let factor = 1;
  while (Math.ceil(buckets / factor) > max) factor *= 2;
  return factor;
}

/** The buckets with so many neighbours joined in one. */
export function joinBuckets(buckets: Buckets, factor: number): Buckets {
  if (factor === 1) return buckets;
  const { count, size } = buckets;
  const length = Math.ceil(buckets.means.length / factor);
  const joined = mapColumns(() => new Float64Array(length), count, size * factor);
  for (let index = 0; index < length; index++) {
    const [first, end] = [index * factor, Math.min((index + 1) * factor, buckets.means.length)];
    const { low, high, mean } = summarize(buckets, first, end);
    joined.lastSteps[index] = buckets.lastSteps[end - 1];
    joined.lows[index] = buckets.lows[low];
    joined.lowSteps[index] = buckets.lowSteps[low];
    joined.highs[index] = buckets.highs[high];
    joined.highSteps[index] = buckets.highSteps[high];
    joined.means[index] = mean;
  }
  return joined;
}

/** Some of the buckets. */
export function sliceBuckets(buckets: Buckets, first: number, end = buckets.means.length): Buckets {
  const { count, size } = buckets;
  const values = Math.max(0, Math.min(end * size, count) - first * size);
  return mapColumns((column) => buckets[column].subarray(first, end), values, size);
}

/** Buckets and those that follow them, of the same size; the first are full. */
export function appendBuckets(first: Buckets, second: Buckets): Buckets {
  const joined = (column: (typeof BUCKET_COLUMNS)[number]): Float64Array => {
    const both = new Float64Array(first[column].length + second[column].length);
    both.set(first[column]);
    both.set(second[column], first[column].length);
    return both;
  };
  return mapColumns(joined, first.count + second.count, first.size);
}

/** The first bucket with a value at or after a step; the number of buckets if there is none. */
export function bucketAt({ lastSteps }: Buckets, step: number): number {
  let low = 0;
  let high = lastSteps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lastSteps[middle] < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Buckets as a line that looks like all of their values: of each bucket the lowest and the highest point, in the order of
 * their steps, with the mean of the bucket beside them.
 */
export function lineOf(buckets: Buckets): Series {
  const { size, lows, lowSteps, highs, highSteps, means } = buckets;
  if (size === 1) return { steps: lowSteps, values: lows };
  const most = 2 * means.length;
  const line = { steps: new Float64Array(most), values: new Float64Array(most), means: new Float64Array(most) };
  let length = 0;
  const add = (step: number, value: number, mean: number): void => {
    line.steps[length] = step;
    line.values[length] = value;
    line.means[length++] = Number.isNaN(mean) ? value : mean;
  };
  for (let index = 0; index < means.length; index++) {
    const [low, high] = [lowSteps[index], highSteps[index]];
    if (low < high) add(low, lows[index], means[index]);
    add(high, highs[index], means[index]);
    if (low > high) add(low, lows[index], means[index]);
  }
  const { steps, values } = line;
  return {
    steps: steps.subarray(0, length),
    values: values.subarray(0, length),
    means: line.means.subarray(0, length),
  };
}

/** The part of a metric between two steps, both included, in about `max` buckets and no fewer than half of that where there are as many. */
export function bucketsBetween(buckets: Buckets, [from, to]: readonly [number, number], max: number): Buckets {
  const first = bucketAt(buckets, from);
  const end = Math.min(bucketAt(buckets, to) + 1, buckets.means.length);
  const factor = joinFactor(end - first, max);
  return joinBuckets(sliceBuckets(buckets, first, end), factor);
}

function mapColumns(
  column: (name: (typeof BUCKET_COLUMNS)[number]) => Float64Array,
  count: number,
  size: number,
): Buckets {
  const columns = Object.fromEntries(BUCKET_COLUMNS.map((name) => [name, column(name)]));
  return { count, size, ...(columns as Omit<Buckets, 'count' | 'size'>) };
}

/** Which of some buckets have the lowest and the highest value, and the mean of all their values. */
function summarize(buckets: Buckets, first: number, end: number): { low: number; high: number; mean: number } {
  const { count, size, lows, highs, means } = buckets;
  let [low, high, sum] = [first, first, 0];
  for (let index = first; index < end; index++) {
    if (height(lows[index]) < height(lows[low])) low = index;
    if (height(highs[index]) > height(highs[high])) high = index;
    const values = Math.min(size, count - index * size);
    sum += means[index] * values;
  }
  const mean = sum / (Math.min(end * size, count) - first * size);
  return { low, high, mean: Number.isFinite(mean) ? mean : NaN };
}

/** NaN as high as infinity, so that a line shows where it broke. */
function height(value: number): number {
  return Number.isNaN(value) ? Infinity : value;
}
