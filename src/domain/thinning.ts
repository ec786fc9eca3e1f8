import type { Series } from './series.ts';

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
