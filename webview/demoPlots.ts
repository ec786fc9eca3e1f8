import { pixelOf, shareAlong } from '../src/charts/axes.ts';
import { EXPLODED, STEPS } from '../src/domain/quadratic.ts';
import type { DescentPoint } from '../src/domain/quadratic.ts';
import { svgElement } from './dom.ts';
import { drawPlot, plotSize } from './plotFrame.ts';
import type { Scale } from './plotFrame.ts';

/** In the units of the pictures, which are as wide on the page as there is room. */
export const PICTURE = { width: 440, height: 300 } as const;
const { width: WIDTH, height: HEIGHT } = plotSize(PICTURE);
const POINT_RADIUS = 3.5;
const NEWEST_RADIUS = 6;
/** Points along the parabola. */
const SAMPLES = 80;

/** Where the parabola is shown; the axes stay the same for all rates, so that their paths can be compared. */
export const EXTENT = 8;
const PLACES: Scale = { domain: [-EXTENT, EXTENT], scale: 'linear' };
/** A little room for points at the ends. */
const HEIGHTS: Scale = { domain: [-2, EXTENT ** 2], scale: 'linear' };
const TIME: Scale = { domain: [-1, STEPS + 1], scale: 'linear' };
/** Up to a little more than where a descent has exploded. */
const LOSSES: Scale = { domain: [1e-9, 10 * EXPLODED ** 2], scale: 'log' };

/** The steps of a descent, from point to point, on the graph of x². */
export function drawParabola(path: readonly DescentPoint[]): SVGElement[] {
  const x = { ...PLACES, title: 'x', ticks: [-8, -4, 0, 4, 8].map((at) => [at, String(at)] as const) };
  const y = { ...HEIGHTS, title: 'f(x)', ticks: [0, 16, 32, 48, 64].map((at) => [at, String(at)] as const) };
  const curve = Array.from({ length: SAMPLES + 1 }, (_, index): DescentPoint => {
    const at = EXTENT * ((2 * index) / SAMPLES - 1);
    return [at, at ** 2];
  });
  return drawPlot(PICTURE, x, y, [
    svgElement('path', { class: 'curve', d: line(curve, x, y) }),
    ...drawPath(path, x, y, ([at]) => Math.abs(at) <= EXTENT),
  ]);
}

/** The loss after each step on a logarithmic axis, where it follows a straight line. */
export function drawLosses(path: readonly DescentPoint[], stepTitle: string): SVGElement[] {
  const x = { ...TIME, title: stepTitle, ticks: [0, 10, 20, 30, 40, 50].map((at) => [at, String(at)] as const) };
  const y = {
    ...LOSSES,
    title: 'f(x)',
    ticks: [-9, -6, -3, 0, 3, 6].map((power) => [10 ** power, power === 0 ? '1' : `1e${power}`] as const),
  };
  const [lowest] = LOSSES.domain;
  // A loss of 0 has no place on the axis: its line leaves the picture downwards.
  const points = path.map(([, loss], step): DescentPoint => [step, Math.max(loss, lowest ** 2)]);
  return drawPlot(
    PICTURE,
    x,
    y,
    drawPath(points, x, y, ([, loss]) => loss >= lowest),
  );
}

/** @param isInside which points are drawn; all of them are on the line */
function drawPath(
  path: readonly DescentPoint[],
  x: Scale,
  y: Scale,
  isInside: (point: DescentPoint) => boolean,
): SVGElement[] {
  const points = path.map((point, index) => ({ point, isNewest: index === path.length - 1 }));
  return [
    svgElement('path', { class: 'path', d: line(path, x, y) }),
    ...points
      .filter(({ point }) => isInside(point))
      .map(({ point, isNewest }) =>
        svgElement('circle', {
          class: isNewest ? 'newest' : 'point',
          cx: WIDTH * shareAlong(point[0], x),
          cy: pixelOf(point[1], y, HEIGHT),
          r: isNewest ? NEWEST_RADIUS : POINT_RADIUS,
        }),
      ),
  ];
}

function line(points: readonly DescentPoint[], x: Scale, y: Scale): string {
  const places = points.map((point) => {
    const [left, top] = [WIDTH * shareAlong(point[0], x), pixelOf(point[1], y, HEIGHT)];
    return `${left.toFixed(1)},${top.toFixed(1)}`;
  });
  return `M${places.join('L')}`;
}
