import type { Point } from './figure.ts';

/**
 * Exponential moving average, debiased so that it starts at the first value and not at zero. Values may be unevenly spaced: a value's
 * weight falls to 1/e after `memory` units of x.
 * @param xs ascending, no two the same
 * @param ys all finite
 */
export function smooth(xs: ArrayLike<number>, ys: ArrayLike<number>, memory: number): Float64Array {
  const smoothed = new Float64Array(ys.length);
  let [sum, weight, lastDistance, kept] = [0, 0, NaN, 0];
  for (let index = 0; index < ys.length; index++) {
    const next = Math.max(index, 1);
    const distance = ys.length > 1 ? xs[next] - xs[next - 1] : 1;
    // Steps are mostly evenly spaced, and the exponential is most of the work.
    if (distance !== lastDistance) [lastDistance, kept] = [distance, Math.exp(-distance / memory)];
    sum = kept * sum + (1 - kept) * ys[index];
    weight = kept * weight + (1 - kept);
    smoothed[index] = sum / weight;
  }
  return smoothed;
}

/** After a jump by this factor that lasts, what came before says nothing of the level any more. */
const MAX_JUMP = 100;

/**
 * As smooth, for a logarithmic axis: averages the logarithms, so that a peak of many decades does not hide what follows, and starts over
 * after a jump of two decades, unless a single value is that far from both of its neighbours, as the loss of an easy batch may be.
 */
export function smoothLogarithms(xs: ArrayLike<number>, ys: ArrayLike<number>, memory: number): Float64Array {
  // There is no logarithm of 0, and no place for it on the axis.
  const logs = Float64Array.from(ys, (y) => Math.log(Math.max(y, Number.MIN_VALUE)));
  const smoothed = new Float64Array(logs.length);
  let start = 0;
  for (let end = 1; end <= logs.length; end++) {
    if (end < logs.length && !hasJumped(logs, end)) continue;
    const part = smooth(Array.prototype.slice.call(xs, start, end), logs.subarray(start, end), memory);
    for (let index = start; index < end; index++) smoothed[index] = Math.exp(part[index - start]);
    start = end;
  }
  return smoothed;
}

/** Whether the level is another one from here on. */
function hasJumped(logs: Float64Array, at: number): boolean {
  const isNear = (one: number, other: number): boolean => Math.abs(logs[one] - logs[other]) < Math.log(MAX_JUMP);
  return !isNear(at, at - 1) && !isNear(at - 1, at + 1) && !isNear(at - 2, at);
}

/** Interpolates a line linearly at x; null outside of its points. */
export function interpolatePoints(points: readonly Point[], x: number): number | null {
  return interpolateBetween(
    points.length,
    (index) => points[index].x,
    (index) => points[index].y,
    x,
  );
}

/**
 * As interpolatePoints, for a line whose coordinates are in two arrays.
 * @param xs ascending
 */
export function interpolateSeries(xs: ArrayLike<number>, ys: ArrayLike<number>, x: number): number | null {
  return interpolateBetween(
    xs.length,
    (index) => xs[index],
    (index) => ys[index],
    x,
  );
}

function interpolateBetween(
  length: number,
  xAt: (index: number) => number,
  yAt: (index: number) => number,
  x: number,
): number | null {
  let low = 0;
  let high = length - 1;
  if (high < 0 || x < xAt(low) || x > xAt(high)) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xAt(middle) <= x) low = middle;
    else high = middle;
  }
  const [from, to] = [xAt(low), xAt(high)];
  return from === to ? yAt(high) : yAt(low) + ((x - from) / (to - from)) * (yAt(high) - yAt(low));
}
