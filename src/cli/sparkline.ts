/** From the lowest to the highest. */
const BARS = '▁▂▃▄▅▆▇█';
/** A value that is not finite. */
const BROKEN = '×';

/**
 * A curve in one line of text: each character is the mean of an equal share of the values, its height between the lowest and the
 * highest mean. A share with a value that is not finite is "×".
 */
export function sparkline(values: ArrayLike<number>, width: number): string {
  const columns = Math.min(width, values.length);
  const means = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.floor(((column + 1) * values.length) / columns);
    let sum = 0;
    for (let index = from; index < to; index++) sum += values[index];
    return sum / (to - from);
  });
  const finite = means.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return means.map((mean) => (Number.isFinite(mean) ? BARS[barOf(mean, low, high)] : BROKEN)).join('');
}

function barOf(mean: number, low: number, high: number): number {
  return high > low ? Math.round(((mean - low) / (high - low)) * (BARS.length - 1)) : 0;
}
