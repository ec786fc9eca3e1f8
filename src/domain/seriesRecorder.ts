import { BoundedSeries } from './boundedSeries.ts';
import type { SeriesFacts } from './boundedSeries.ts';
import type { Buckets } from './buckets.ts';
import type { Sample } from './sample.ts';
import { EMPTY_SERIES } from './series.ts';
import type { Metric, RunSeries, SampleMetric, Series } from './series.ts';

/** Values of a further number that are kept as they are: there may be dozens of them for one loss. */
const EXACT_EXTRA_VALUES = 8192;

/** What a run measured, by metric, however much it is. */
export type RunBuckets = Readonly<Record<string, Buckets>>;

/** Collects the samples of a run by metric, in bounded memory. */
export class SeriesRecorder {
  readonly #metrics = new Map<string, BoundedSeries>();

  addSamples(samples: readonly Sample[]): void {
    for (const sample of samples) {
      for (const key in sample) {
        if (key === 'step' || key === 'epoch' || key === 'extra') continue;
        this.#add(key, sample.step, sample[key as SampleMetric]);
      }
      for (const name in sample.extra) this.#add(name, sample.step, sample.extra[name], EXACT_EXTRA_VALUES);
    }
  }

  clear(): void {
    this.#metrics.clear();
  }

  /** What was measured so far. */
  get metrics(): string[] {
    return [...this.#metrics.keys()];
  }

  /** One metric so far; empty if it was never measured. Valid until the next sample. */
  get(metric: Metric): Series {
    return this.#metrics.get(metric)?.view() ?? EMPTY_SERIES;
  }

  /** What is known of a metric; null if it was never measured. */
  facts(metric: Metric): SeriesFacts | null {
    return this.#metrics.get(metric)?.facts ?? null;
  }

  /** Everything so far. Valid until the next sample. */
  all(): RunSeries {
    return Object.fromEntries([...this.#metrics].map(([metric, series]) => [metric, series.view()]));
  }

  /** One metric so far; null if it was never measured. Valid until the next sample. */
  buckets(metric: Metric): Buckets | null {
    return this.#metrics.get(metric)?.buckets() ?? null;
  }

  /** Everything so far. Valid until the next sample. */
  allBuckets(): RunBuckets {
    return Object.fromEntries([...this.#metrics].map(([metric, series]) => [metric, series.buckets()]));
  }

  #add(metric: string, step: number, value: number | undefined, exactValues?: number): void {
    if (value === undefined) return;
    let series = this.#metrics.get(metric);
    if (!series) this.#metrics.set(metric, (series = new BoundedSeries(exactValues)));
    series.push(step, value);
  }
}
