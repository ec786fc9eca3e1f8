import { pixelOf, shareAlong } from '../src/charts/axes.ts';
import { formatLoss } from '../src/domain/format.ts';
import { stepTitle } from '../src/domain/stepText.ts';
import type { LossCurve } from '../src/protocol/experimentComparison.ts';
import { comparisonPlot, cross, markedAxis, PLOT, styleOf } from './comparisonPlot.ts';
import { TEXTS } from './comparisonTexts.ts';
import { svgElement } from './dom.ts';
import type { Scale } from './plotFrame.ts';

/** The axis ends so much above the highest first loss: a run that explodes would press all others flat. */
const ROOM = 1.5;

/** The losses of several runs over each other, step by step. */
export function curvePlot(curves: readonly LossCurve[]): HTMLElement {
  const firsts = curves.map(({ points }) => points.at(0)?.loss ?? 0);
  const lasts = curves.map(({ points, brokenAt }) => brokenAt ?? points.at(-1)?.step ?? 0);
  const xScale: Scale = { domain: [0, Math.max(...lasts, 1)], scale: 'linear' };
  const yScale: Scale = { domain: [0, Math.max(...firsts, 0) * ROOM || 1], scale: 'linear' };
  // One name for all: the usual one if they differ.
  const [unit, ...others] = new Set(curves.map((curve) => curve.unit));
  const shown = others.length === 0 ? unit : 'step';
  return comparisonPlot({
    title: TEXTS.curves(shown),
    help: TEXTS.curvesHelp,
    description: curves.map(describeCurve).join('. '),
    names: curves.map(({ label }) => label),
    x: markedAxis(xScale, 'x', stepTitle(shown), String),
    y: markedAxis(yScale, 'y', TEXTS.loss, String),
    contents: curves.map((curve, index) => drawCurve(curve, index, xScale, yScale)),
  });
}

function drawCurve({ points, brokenAt }: LossCurve, index: number, x: Scale, y: Scale): SVGElement {
  const places = points.map(({ step, loss }) => {
    return `${(PLOT.width * shareAlong(step, x)).toFixed(1)},${pixelOf(loss, y, PLOT.height).toFixed(1)}`;
  });
  return svgElement(
    'g',
    { class: styleOf(index) },
    svgElement('polyline', { class: 'line', points: places.join(' ') }),
    brokenAt === null ? null : cross(PLOT.width * shareAlong(brokenAt, x)),
  );
}

function describeCurve({ label, unit, points, brokenAt }: LossCurve): string {
  const last = points.at(-1);
  if (brokenAt !== null) return TEXTS.broken(label, brokenAt, unit);
  return last ? TEXTS.last(label, formatLoss(last.loss)) : label;
}
