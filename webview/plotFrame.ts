import { pixelOf, shareAlong } from '../src/charts/axes.ts';
import type { Axis } from '../src/charts/figure.ts';
import { svgElement } from './dom.ts';

/** A size in the units of a picture. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Scale = Pick<Axis, 'domain' | 'scale'>;

/** An axis with its ticks: number and text. */
export interface MarkedAxis extends Scale {
  readonly ticks: readonly (readonly [at: number, text: string])[];
  readonly title: string;
}

/** Room for ticks and titles around a plot. */
const MARGIN = { left: 46, right: 12, top: 24, bottom: 34 } as const;
/** From the middle of a letter to its foot. */
const TO_BASELINE = 4;

/** The size of the plot between the axes of a picture. */
export function plotSize({ width, height }: Size): Size {
  return { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
}

/**
 * A plot with its axes.
 * @param picture the size of the whole
 * @param contents in the units of the plot between the axes; what goes beyond them is cut off
 */
export function drawPlot(picture: Size, x: MarkedAxis, y: MarkedAxis, contents: readonly SVGElement[]): SVGElement[] {
  const { width, height } = plotSize(picture);
  const axes = [
    ...y.ticks.flatMap(([at, text]) => {
      const top = pixelOf(at, y, height);
      return [
        svgElement('line', { class: 'grid', x1: 0, x2: width, y1: top, y2: top }),
        svgElement('text', { x: -6, y: top + TO_BASELINE, 'text-anchor': 'end' }, text),
      ];
    }),
    ...x.ticks.map(([at, text]) =>
      svgElement('text', { x: width * shareAlong(at, x), y: height + 14, 'text-anchor': 'middle' }, text),
    ),
    svgElement('line', { class: 'axis', x1: 0, x2: width, y1: height, y2: height }),
    svgElement('text', { x: width / 2, y: height + 29, 'text-anchor': 'middle' }, x.title),
    svgElement('text', { x: -6, y: -12, 'text-anchor': 'end' }, y.title),
  ];
  // An inner SVG cuts off what goes beyond it.
  const inside = svgElement('svg', { width, height }, ...contents);
  return [svgElement('g', { transform: `translate(${MARGIN.left} ${MARGIN.top})` }, ...axes, inside)];
}
