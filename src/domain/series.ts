import type { Sample } from './run.ts';

/** The numbers of a sample that can be drawn as a curve, but for the extra ones. */
export type Metric = Exclude<keyof Sample, 'step' | 'epoch' | 'extra'>;

/** At most so many points a metric are kept of a finished run: more than a screen has columns. */
export const MOST_POINTS = 2000;

/**
 * Thins samples to at most `most` points a metric without hiding anything that sticks out: of each bucket of steps the
 * smallest and the largest value stay, and the first and last point always. A value that is not finite counts as the largest.
 * @param samples in the order of their steps
 * @returns samples in the order of their steps; those with none of their values kept are left out
 */
export function bucketSamples(samples: readonly Sample[], most = MOST_POINTS): Sample[] {
  const kept = new Map<number, Sample>();
  for (const curve of curvesOf(samples)) {
    const indices = samples.flatMap((sample, index) => (curve.read(sample) === undefined ? [] : [index]));
    const values = indices.map((index) => curve.read(samples[index])!);
    for (const position of bucketPositions(values, most)) {
      const index = indices[position];
      const { step, epoch } = samples[index];
      const sample = kept.get(index) ?? (epoch === undefined ? { step } : { step, epoch });
      kept.set(index, curve.write(sample, values[position]));
    }
  }
  return [...kept].sort(([a], [b]) => a - b).map(([, sample]) => sample);
}

/** A number that samples may hold. */
interface Curve {
  read(sample: Sample): number | undefined;
  write(sample: Sample, value: number): Sample;
}

function curvesOf(samples: readonly Sample[]): Curve[] {
  const metrics = new Set<Metric>();
  const extras = new Set<string>();
  for (const sample of samples) {
    for (const key in sample) if (key !== 'step' && key !== 'epoch' && key !== 'extra') metrics.add(key as Metric);
    for (const name in sample.extra) extras.add(name);
  }
  return [
    ...[...metrics].map((metric) => ({
      read: (sample: Sample) => sample[metric],
      write: (sample: Sample, value: number) => ({ ...sample, [metric]: value }),
    })),
    ...[...extras].map((name) => ({
      read: (sample: Sample) => sample.extra?.[name],
      write: (sample: Sample, value: number) => ({ ...sample, extra: { ...sample.extra, [name]: value } }),
    })),
  ];
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
