import type { Sample } from './run.ts';

/** The numbers of a sample that can be drawn as a curve. */
export type Metric = Exclude<keyof Sample, 'step' | 'epoch'>;

/** At most so many points a metric are kept of a finished run: more than a screen has columns. */
export const MOST_POINTS = 2000;

/**
 * Thins samples to at most `most` points a metric without hiding anything that sticks out: of each bucket of steps the
 * smallest and the largest value stay, and the first and last point always. A value that is not finite counts as the largest.
 * @param samples in the order of their steps
 * @returns samples in the order of their steps; those with none of their values kept are left out
 */
export function bucketSamples(samples: readonly Sample[], most = MOST_POINTS): Sample[] {
  const metrics = new Set<Metric>();
  for (const sample of samples) {
    for (const key in sample) if (key !== 'step' && key !== 'epoch') metrics.add(key as Metric);
  }
  const kept = new Map<number, Record<string, number>>();
  for (const metric of metrics) {
    const indices = samples.flatMap((sample, index) => (sample[metric] === undefined ? [] : [index]));
    const values = indices.map((index) => samples[index][metric]!);
    for (const position of bucketPositions(values, most)) {
      const index = indices[position];
      const { step, epoch } = samples[index];
      const sample = kept.get(index) ?? (epoch === undefined ? { step } : { step, epoch });
      sample[metric] = values[position];
      kept.set(index, sample);
    }
  }
  return [...kept].sort(([a], [b]) => a - b).map(([, sample]) => sample as unknown as Sample);
}

/** Positions of the values that stay, ascending. */
export function bucketPositions(values: readonly number[], most: number): number[] {
  const last = values.length - 1;
  if (values.length <= most) return values.map((_, index) => index);
  const inner = last - 1;
  const buckets = Math.max(1, (most - 2) >> 1);
  const positions = [0];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = 1 + Math.floor((bucket * inner) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    let smallest = from;
    let largest = from;
    for (let index = from + 1; index < to; index++) {
      if (height(values[index]) < height(values[smallest])) smallest = index;
      if (height(values[index]) > height(values[largest])) largest = index;
    }
    positions.push(Math.min(smallest, largest));
    if (smallest !== largest) positions.push(Math.max(smallest, largest));
  }
  positions.push(last);
  return positions;
}

function height(value: number): number {
  return Number.isNaN(value) ? Infinity : value;
}
