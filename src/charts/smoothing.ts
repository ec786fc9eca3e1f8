/** A point of a line, in the units of its axes. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Exponential moving average, debiased so that it starts at the first value and not at zero. Points may be unevenly spaced:
 * a value's weight falls to 1/e after `memory` units of x.
 * @param points by ascending x, all finite, no two at the same x
 */
export function smooth(points: readonly Point[], memory: number): Point[] {
  let sum = 0;
  let weight = 0;
  return points.map(({ x, y }, index) => {
    const distance = points.length > 1 ? points[Math.max(index, 1)].x - points[Math.max(index, 1) - 1].x : 1;
    const kept = Math.exp(-distance / memory);
    sum = kept * sum + (1 - kept) * y;
    weight = kept * weight + (1 - kept);
    return { x, y: sum / weight };
  });
}

/** The height of a line at x, straight between its points; null outside of them. */
export function heightAt(points: readonly Point[], x: number): number | null {
  let low = 0;
  let high = points.length - 1;
  if (high < 0 || x < points[low].x || x > points[high].x) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle].x <= x) low = middle;
    else high = middle;
  }
  const [from, to] = [points[low], points[high]];
  return from.x === to.x ? to.y : from.y + ((x - from.x) / (to.x - from.x)) * (to.y - from.y);
}

/** The smallest and the largest height among points; Infinity and −Infinity for none. */
export function rangeOf(points: readonly Point[]): { lowest: number; highest: number } {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const { y } of points) {
    if (y < lowest) lowest = y;
    if (y > highest) highest = y;
  }
  return { lowest, highest };
}
