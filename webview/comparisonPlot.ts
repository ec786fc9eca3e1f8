import { ticksOf } from '../src/charts/axes.ts';
import { element, svgElement } from './dom.ts';
import { drawPlot, plotSize } from './plotFrame.ts';
import type { MarkedAxis, Scale } from './plotFrame.ts';

/** In the units of the picture, which is as wide on the page as there is room. */
const PICTURE = { width: 860, height: 360 } as const;
/** The size of the plot between the axes. */
export const PLOT = plotSize(PICTURE);
const TICKS = { x: 10, y: 6 } as const;
/** The style sheet has so many colours and dashes for lines; more begin again. */
const STYLES = 6;
/** Half the size of a cross, and how far below the upper border it stands. */
const CROSS = 4;

/** Lines of several experiments over each other. */
interface ComparedLines {
  readonly title: string;
  readonly help: string;
  /** What the lines say, for those who do not see them. */
  readonly description: string;
  /** Of the lines, for the legend. */
  readonly names: readonly string[];
  readonly x: MarkedAxis;
  readonly y: MarkedAxis;
  /** A group for each line, with the class that styleOf gives it. */
  readonly contents: readonly SVGElement[];
}

/** A plot with its title, and a legend below it. */
export function comparisonPlot({ title, help, description, names, x, y, contents }: ComparedLines): HTMLElement {
  return element(
    'figure',
    { class: 'score-plot' },
    element('figcaption', {}, element('h2', {}, title), element('p', { class: 'facts' }, help)),
    svgElement(
      'svg',
      { viewBox: `0 0 ${PICTURE.width} ${PICTURE.height}`, role: 'img', 'aria-label': `${title}. ${description}` },
      ...drawPlot(PICTURE, x, y, contents),
    ),
    element('ul', { class: 'score-legend' }, ...names.map(legendItem)),
  );
}

export function markedAxis(
  scale: Scale,
  side: keyof typeof TICKS,
  title: string,
  format: (value: number) => string,
): MarkedAxis {
  return { ...scale, title, ticks: ticksOf(scale, TICKS[side]).map((at) => [at, format(at)] as const) };
}

/** Marks at the upper border of a plot where a loss is not finite. @param left in the units of the plot */
export function cross(left: number): SVGElement {
  return svgElement('path', {
    class: 'cross',
    d: `M${left - CROSS} ${CROSS}l${2 * CROSS} ${2 * CROSS}m0 ${-2 * CROSS}l${-2 * CROSS} ${2 * CROSS}`,
  });
}

/** The class that gives a line its colour and dashes. */
export function styleOf(index: number): string {
  return `line-${(index % STYLES) + 1}`;
}

function legendItem(name: string, index: number): HTMLElement {
  const sample = svgElement('line', { class: 'line', x1: 1, x2: 27, y1: 5, y2: 5 });
  return element(
    'li',
    {},
    svgElement('svg', { class: styleOf(index), width: 28, height: 10, 'aria-hidden': 'true' }, sample),
    name,
  );
}
