import { pixelOf, shareAlong } from '../src/charts/axes.ts';
import { formatLoss } from '../src/domain/format.ts';
import { formatRate } from '../src/domain/rate.ts';
import type { ScoreLine } from '../src/protocol/experimentComparison.ts';
import { comparisonPlot, cross, markedAxis, PLOT, styleOf } from './comparisonPlot.ts';
import { TEXTS } from './comparisonTexts.ts';
import { svgElement } from './dom.ts';
import type { Scale } from './plotFrame.ts';

const POINT_RADIUS = 3.5;
/** How far the axes extend beyond what they show, as a factor: the losses begin at 0. */
const MARGIN = 1.15;

/** The final losses of several experiments over each other, with a legend. */
export function scorePlot(lines: readonly ScoreLine[]): HTMLElement {
  const points = lines.flatMap((line) => line.points);
  const rates = points.map(({ rate }) => rate);
  const losses = points.flatMap(({ loss }) => loss ?? []);
  const xScale: Scale = { domain: [Math.min(...rates) / MARGIN, Math.max(...rates) * MARGIN], scale: 'log' };
  const yScale: Scale = { domain: [0, Math.max(...losses, 0) * MARGIN || 1], scale: 'linear' };
  const x = markedAxis(xScale, 'x', TEXTS.rate, formatRate);
  const y = markedAxis(yScale, 'y', TEXTS.loss, String);
  return comparisonPlot({
    title: TEXTS.plot,
    help: TEXTS.plotHelp,
    description: lines.map(describeLine).join('. '),
    names: lines.map(({ label }) => label),
    x,
    y,
    contents: lines.map((line, index) => drawLine(line, index, x, y)),
  });
}

function drawLine({ points, zone }: ScoreLine, index: number, x: Scale, y: Scale): SVGElement {
  const at = (rate: number): number => PLOT.width * shareAlong(rate, x);
  const finite = points.flatMap(({ rate, loss }) =>
    loss === null ? [] : [{ rate, place: [at(rate), pixelOf(loss, y, PLOT.height)] as const }],
  );
  const zonePoints = zone ? finite.filter(({ rate }) => rate >= zone.low && rate <= zone.high) : [];
  const polyline = (style: string, part: typeof finite): SVGElement =>
    svgElement('polyline', {
      class: style,
      points: part.map(({ place: [left, top] }) => `${left.toFixed(1)},${top.toFixed(1)}`).join(' '),
    });
  const crosses = points.filter(({ loss }) => loss === null).map(({ rate }) => cross(at(rate)));
  return svgElement(
    'g',
    { class: styleOf(index) },
    polyline('line', finite),
    // Of a single rate it is a dot: a line needs two points to be drawn.
    polyline('zone', [...zonePoints, ...zonePoints.slice(-1)]),
    ...finite.map(({ place: [cx, cy] }) => svgElement('circle', { cx, cy, r: POINT_RADIUS })),
    ...crosses,
  );
}

function describeLine({ label, points }: ScoreLine): string {
  const finite = points.flatMap(({ rate, loss }) => (loss === null ? [] : [{ rate, loss }]));
  if (finite.length === 0) return label;
  const best = finite.reduce((lowest, point) => (point.loss < lowest.loss ? point : lowest));
  return TEXTS.line(label, formatLoss(best.loss), formatRate(best.rate));
}
