import { joinBuckets, joinFactor, lineOf, sliceBuckets } from '../../domain/buckets.ts';
import type { Buckets } from '../../domain/buckets.ts';
import type { Series } from '../../domain/series.ts';
import { MAX_POINTS } from '../../domain/thinning.ts';

/** How much of a metric the page has. */
export interface SentSeries {
  /** Values. */
  readonly count: number;
  /** Values in a bucket. */
  readonly size: number;
  /** Points of buckets that are full, which later values do not change. */
  readonly points: number;
}

/** What the page needs to have all of a metric. */
export interface NewPoints {
  /** So many of its points stay. */
  readonly kept: number;
  readonly line: Series;
  readonly sent: SentSeries;
}

/**
 * The points of a metric that the page does not have, with at most MAX_POINTS in all.
 * @param before what it has of the same run; null if that is no longer true
 */
export function newPoints(all: Buckets, before: SentSeries | null): NewPoints | null {
  const factor = joinFactor(all.means.length, MAX_POINTS / 2);
  const size = all.size * factor;
  if (before?.count === all.count && before.size === size) return null;
  const keeps = before !== null && before.size === size && before.count <= all.count;
  const full = keeps ? Math.floor(before.count / size) : 0;
  const kept = keeps ? before.points : 0;
  const added = joinBuckets(sliceBuckets(all, full * factor), factor);
  const line = lineOf(added);
  const isLastFull = all.count % size === 0;
  const ofFull = isLastFull ? line : lineOf(sliceBuckets(added, 0, added.means.length - 1));
  return { kept, line: copied(line), sent: { count: all.count, size, points: kept + ofFull.steps.length } };
}

/** A copy: a message takes the whole memory of a view with it, and the run goes on writing there. */
export function copied({ steps, values, means }: Series): Series {
  return { steps: steps.slice(), values: values.slice(), ...(means && { means: means.slice() }) };
}
