import { pixelOf, shareAlong, ticksOf } from '../src/charts/axes.ts';
import { formatLoss } from '../src/domain/format.ts';
import { formatRate } from '../src/domain/rate.ts';
import type { ScoreLine } from '../src/protocol/experimentComparison.ts';
import { TEXTS } from './comparisonTexts.ts';
import { element, svgElement } from './dom.ts';
import { drawPlot, plotSize } from './plotFrame.ts';
import type { MarkedAxis, Scale } from './plotFrame.ts';

/** In the units of the picture, which is as wide on the page as there is room. */
const PICTURE = { width: 860, height: 360 } as const;
const { width: WIDTH, height: HEIGHT } = plotSize(PICTURE);
const POINT_RADIUS = 3.5;
/** Half the size of a cross, and how far below the upper border it stands. */
const CROSS = 4;
/** How far the axes extend beyond what they show, as a factor: the losses begin at 0. */
const MARGIN = 1.15;
const TICKS = { x: 10, y: 6 } as const;
/** The style sheet has so many colours and dashes for lines; more begin again. */
const STYLES = 6;

/** The final losses of several experiments over each other, with a legend. */
export function scorePlot(lines: readonly ScoreLine[]): HTMLElement {
  const points = lines.flatMap((line) => line.points);
  const rates = points.map(({ rate }) => rate);
  const losses = points.flatMap(({ loss }) => loss ?? []);
  const xScale: Scale = { domain: [Math.min(...rates) / MARGIN, Math.max(...rates) * MARGIN], scale: 'log' };
  const yScale: Scale = { domain: [0, Math.max(...losses, 0) * MARGIN || 1], scale: 'linear' };
  const x = marked(xScale, TICKS.x, TEXTS.rate, formatRate);
  const y = marked(yScale, TICKS.y, TEXTS.loss, String);
  const label = [TEXTS.plot, ...lines.map(describeLine)].join('. ');
  return element(
    'figure',
    { class: 'score-plot' },
    element('figcaption', {}, element('h2', {}, TEXTS.plot), element('p', { class: 'facts' }, TEXTS.plotHelp)),
    svgElement(
      'svg',
      { viewBox: `0 0 ${PICTURE.width} ${PICTURE.height}`, role: 'img', 'aria-label': label },
      ...drawPlot(
        PICTURE,
        x,
        y,
        lines.map((line, index) => drawLine(line, index, x, y)),
      ),
    ),
    element('ul', { class: 'score-legend' }, ...lines.map(({ label: name }, index) => legendItem(name, index))),
  );
}

function marked(scale: Scale, fitting: number, title: string, format: (value: number) => string): MarkedAxis {
  return { ...scale, title, ticks: ticksOf(scale, fitting).map((at) => [at, format(at)] as const) };
}

function drawLine({ points, zone }: ScoreLine, index: number, x: Scale, y: Scale): SVGElement {
  const at = (rate: number): number => WIDTH * shareAlong(rate, x);
  const finite = points.flatMap(({ rate, loss }) =>
    loss === null ? [] : [{ rate, place: [at(rate), pixelOf(loss, y, HEIGHT)] as const }],
  );
  const zonePoints = zone ? finite.filter(({ rate }) => rate >= zone.low && rate <= zone.high) : [];
  const polyline = (style: string, part: typeof finite): SVGElement =>
    svgElement('polyline', {
      class: style,
      points: part.map(({ place: [left, top] }) => `${left.toFixed(1)},${top.toFixed(1)}`).join(' '),
    });
  const crosses = points.filter(({ loss }) => loss === null).map(({ rate }) => at(rate));
  return svgElement(
    'g',
    { class: styleOf(index) },
    polyline('line', finite),
    // Of a single rate it is a dot: a line needs two points to be drawn.
    polyline('zone', [...zonePoints, ...zonePoints.slice(-1)]),
    ...finite.map(({ place: [cx, cy] }) => svgElement('circle', { cx, cy, r: POINT_RADIUS })),
    ...crosses.map((left) =>
      svgElement('path', {
        class: 'cross',
        d: `M${left - CROSS} ${CROSS}l${2 * CROSS} ${2 * CROSS}m0 ${-2 * CROSS}l${-2 * CROSS} ${2 * CROSS}`,
      }),
    ),
  );
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

function styleOf(index: number): string {
  return `line-${(index % STYLES) + 1}`;
}

function describeLine({ label, points }: ScoreLine): string {
  const finite = points.flatMap(({ rate, loss }) => (loss === null ? [] : [{ rate, loss }]));
  if (finite.length === 0) return label;
  const best = finite.reduce((lowest, point) => (point.loss < lowest.loss ? point : lowest));
  return TEXTS.line(label, formatLoss(best.loss), formatRate(best.rate));
}
