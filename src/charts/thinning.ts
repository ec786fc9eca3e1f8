import type { Axis } from './figure.ts';
import type { Point } from './smoothing.ts';

/**
 * The points of a line that can be told apart in a picture: of each of its upright strips the lowest and the highest, and the
 * first and the last. Strips stay where they are while a line grows, so that all but its end stays the same.
 * @param points by ascending x
 * @param axis what is seen of them; a narrower part has more detail
 */
export function thin<P extends Point>(
  points: readonly P[],
  { domain, scale }: Pick<Axis, 'domain' | 'scale'>,
  most: number,
): P[] {
  const seen = pointsAround(points, domain);
  if (seen.length < 3) return seen;
  const place = scale === 'log' ? Math.log : Number;
  const strips = Math.max(1, (most - 2) >> 1);
  const from = place(domain[0]);
  const perStrip = (place(domain[1]) - from) / strips;
  const stripOf = ({ x }: P): number => Math.min(Math.max(Math.floor((place(x) - from) / perStrip), 0), strips - 1);
  const kept = [seen[0]];
  let start = 1;
  while (start < seen.length - 1) {
    const strip = stripOf(seen[start]);
    let [low, high, next] = [start, start, start + 1];
    for (; next < seen.length - 1 && stripOf(seen[next]) === strip; next++) {
      if (seen[next].y < seen[low].y) low = next;
      if (seen[next].y > seen[high].y) high = next;
    }
    kept.push(seen[Math.min(low, high)]);
    if (low !== high) kept.push(seen[Math.max(low, high)]);
    start = next;
  }
  kept.push(seen[seen.length - 1]);
  return kept;
}

/** The points between two places, and one more on either side so that lines run on to the edge of the picture. */
function pointsAround<P extends Point>(points: readonly P[], [from, to]: Axis['domain']): P[] {
  const first = points.findIndex(({ x }) => x >= from);
  if (first < 0) return points.slice(-1);
  const beyond = points.findIndex(({ x }) => x > to);
  return points.slice(Math.max(0, first - 1), beyond < 0 ? undefined : beyond + 1);
}
