import type { Figure } from './figure.ts';

/** A run, or all runs of a variant, whose curve can be opened from the figure that compares them. */
export interface Openable {
  /** Index into the variants of the curves. */
  readonly variant: number;
  /** Index of the run; null for all of the variant. */
  readonly run: number | null;
}

/** Where values of the axes lie in the picture, in pixels. */
interface Places {
  pixelOfX(value: number): number;
  pixelOfY(value: number): number;
}

/** The pointer opens the nearest point that is no further away, in pixels. */
const REACH = 12;

/** Whether a figure stands for runs whose curves are elsewhere. */
export function isOpenable({ comparison, heatMap }: Pick<Figure, 'comparison' | 'heatMap'>): boolean {
  return comparison !== null || heatMap !== undefined;
}

/**
 * What the pointer opens in a figure that compares runs: the cell around it, or the point near it. The mark of a run that diverged
 * opens its variant.
 * @param x of the pointer in the picture, in pixels, as y
 */
export function openableAt(figure: Figure, places: Places, x: number, y: number): Openable | null {
  const { comparison, heatMap, clippings } = figure;
  if (heatMap) {
    const isBetween = (at: number, one: number, other: number): boolean =>
      at >= Math.min(one, other) && at <= Math.max(one, other);
    const cell = heatMap.cells.find(
      ({ left, right, bottom, top }) =>
        isBetween(x, places.pixelOfX(left), places.pixelOfX(right)) &&
        isBetween(y, places.pixelOfY(bottom), places.pixelOfY(top)),
    );
    return cell ? { variant: cell.variant, run: null } : null;
  }
  if (!comparison) return null;
  const points = [...comparison.losses, ...clippings.map((clipping) => ({ ...clipping, run: null }))].map((point) => ({
    variant: point.variant,
    run: point.run,
    distance: Math.hypot(places.pixelOfX(point.x) - x, places.pixelOfY(point.y) - y),
  }));
  const [nearest] = points.sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= REACH ? { variant: nearest.variant, run: nearest.run } : null;
}
