import type { TopLevelSpec } from 'vega-lite';
import { logTicks } from './axes.ts';
import type { CurveRate } from './curves.ts';
import type { Axis, Figure, RatePoint } from './figure.ts';
import { LABEL_OFFSET, layOut } from './layout.ts';
import type { Layout } from './layout.ts';
import type { ChartTheme } from './theme.ts';

/** Opacity of everything that belongs to another rate than the one pointed at. */
const FADED = 0.15;

/** Around the picture, in pixels; room for labels is found by Vega. */
const PADDING = 4;

/** A diagonal cross, where a line becomes NaN. */
const CROSS = 'M-1,-1L1,1M-1,1L1,-1';

/** A part of a specification; Vega-Lite's own types of layers are too deep to compose. */
type Layer = Record<string, unknown>;

/**
 * The Vega-Lite specification of a figure. The data sets have names (bold, seeds, raw, article, stops, ends), for whoever streams into them.
 * @param width of the whole picture in pixels, axes and labels included
 */
export function curveSpec(figure: Figure, rates: readonly CurveRate[], theme: ChartTheme, width: number): TopLevelSpec {
  const layout = layOut(figure, rates, width);
  const spec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `${figure.title}. ${figure.caption}`,
    background: theme.background,
    width,
    height: layout.plotHeight,
    autosize: { type: 'fit-x', contains: 'padding' },
    padding: PADDING,
    datasets: dataSets(figure, rates, layout),
    encoding: {
      x: { field: 'x', type: 'quantitative', scale: scaleOf(figure.x), axis: xAxis(figure, layout) },
      y: { field: 'y', type: 'quantitative', scale: scaleOf(figure.y), axis: yAxis(figure.y) },
      color: {
        field: 'rate',
        type: 'nominal',
        scale: { domain: rates.map((_, index) => index), range: theme.rates },
        legend: null,
      },
    },
    layer: [...referenceLayers(figure, theme), ...lineLayers(figure), ...stopLayers(layout, theme), ...endLayers()],
    config: configOf(theme),
  };
  return spec as unknown as TopLevelSpec;
}

function dataSets(figure: Figure, rates: readonly CurveRate[], layout: Layout): Record<string, unknown[]> {
  const inside = <P extends RatePoint>(points: readonly P[]) => points.map((point) => ({ ...point, y: clamp(point.y, figure.y) }));
  const name = <P extends RatePoint>(point: P) => ({ ...point, name: rates[point.rate].label });
  return {
    bold: inside(figure.bold).map(name),
    seeds: inside(figure.seeds),
    raw: inside(figure.raw),
    article: figure.article.filter(({ y }) => y <= figure.y.domain[1]).map(name),
    stops: layout.stops.map((stop) => ({ ...stop, written: layout.narrow ? stop.shortText : stop.text })),
    ends: [...layout.ends],
  };
}

/** Keeps far-off values just outside the picture: browsers draw coordinates of 1e12 pixels badly. */
function clamp(y: number, { domain: [low, high], scale }: Axis): number {
  return Math.max(scale === 'log' ? low / 2 : -high, Math.min(y, 2 * high));
}

function lineLayers(figure: Figure): Layer[] {
  const line = (name: string, mark: Layer, opacity: number): Layer => ({
    data: { name },
    mark: { type: 'line', clip: true, strokeJoin: 'round', ...mark },
    encoding: { ...(name === 'bold' ? {} : { detail: { field: 'seed' } }), opacity: faded(opacity) },
  });
  const pointed = { name: 'pointed', select: { type: 'point', fields: ['rate'], on: 'pointerover', clear: 'pointerout' } };
  const within = `datum.y <= ${figure.y.domain[1]} && datum.y >= ${figure.y.domain[0]}`;
  const tooltip = [
    { field: 'name', title: 'rate', type: 'nominal' },
    { field: 'x', title: figure.x.title, type: 'quantitative' },
    { field: 'y', title: figure.y.title, type: 'quantitative', format: figure.y.format.endsWith('%') ? '.1%' : '.4~g' },
  ];
  const dots: Layer[] = [
    {
      data: { name: 'bold' },
      transform: [{ filter: within }],
      mark: { type: 'point', filled: true, size: 42 },
      encoding: { tooltip, opacity: faded(1) },
    },
  ];
  const article: Layer[] = [
    {
      data: { name: 'article' },
      mark: { type: 'point', filled: false, size: 110, strokeWidth: 1.5 },
      encoding: {
        shape: { datum: 'article', scale: { domain: ['article'], range: ['circle'] }, legend: { title: null } },
        tooltip,
        opacity: faded(1),
      },
    },
  ];
  return [
    line('raw', { strokeWidth: 1 }, 0.25),
    line('seeds', { strokeWidth: 1 }, 0.55),
    ...(figure.article.length > 0 ? article : []),
    line('bold', { strokeWidth: 2.5 }, 1),
    // Wide and invisible: what a pointer has to reach to bring a rate out.
    { data: { name: 'bold' }, params: [pointed], mark: { type: 'line', clip: true, strokeWidth: 14, opacity: 0 } },
    ...(figure.dots ? dots : []),
  ];
}

function referenceLayers({ reference }: Figure, theme: ChartTheme): Layer[] {
  if (!reference) return [];
  const data = { values: [{ y: reference.y }] };
  const color = { value: theme.muted };
  return [
    { data, mark: { type: 'rule', strokeDash: [4, 4] }, encoding: { x: { value: 0 }, x2: { value: 'width' }, color } },
    { data, mark: { type: 'text', align: 'left', dx: 6, dy: 13, text: reference.label }, encoding: { x: { value: 0 }, color } },
  ];
}

/** The mark where a line leaves the picture, its text above the plot, and a thread between them. */
function stopLayers(layout: Layout, theme: ChartTheme): Layer[] {
  if (layout.stops.length === 0) return [];
  const data = { name: 'stops' };
  const mark = (kind: string, shape: Layer): Layer => ({
    data,
    transform: [{ filter: `datum.kind === '${kind}'` }],
    mark: { type: 'point', opacity: 1, ...shape },
  });
  const side = (align: string, dx: number): Layer => ({
    data,
    transform: [{ filter: `datum.text !== '' && datum.side === '${align}'` }],
    mark: { type: 'text', align, dx, fontWeight: 600 },
    encoding: { y: { field: 'textY' }, text: { field: 'written' }, opacity: faded(1) },
  });
  return [
    {
      data,
      transform: [{ filter: `datum.text !== ''` }],
      mark: { type: 'rule', strokeWidth: 1, opacity: 0.6 },
      encoding: { y2: { field: 'textY' } },
    },
    mark('nan', { shape: CROSS, size: 80, strokeWidth: 2.5, filled: false }),
    mark('beyond', { shape: 'triangle-up', size: 64, filled: true, stroke: theme.background, strokeWidth: 1 }),
    side('left', 5),
    side('right', -5),
  ];
}

/** The rate at the end of its line, with a short thread in case the label had to move. */
function endLayers(): Layer[] {
  const data = { name: 'ends' };
  return [
    {
      data,
      mark: { type: 'rule', strokeWidth: 1 },
      encoding: { x: { value: { expr: 'width + 3' } }, x2: { value: { expr: `width + ${LABEL_OFFSET - 2}` } }, y2: { field: 'labelY' }, opacity: faded(0.7) },
    },
    {
      data,
      mark: { type: 'text', align: 'left', dx: LABEL_OFFSET, fontWeight: 600 },
      encoding: { x: { value: { expr: 'width' } }, y: { field: 'labelY' }, text: { field: 'text' }, opacity: faded(1) },
    },
  ];
}

function faded(opacity: number): Layer {
  return { condition: { param: 'pointed', value: opacity }, value: Math.min(opacity, FADED) };
}

function scaleOf({ domain, scale }: Axis): Layer {
  return { type: scale, domain, nice: false, ...(scale === 'log' ? {} : { zero: false }) };
}

function xAxis({ x, dots }: Figure, { narrow }: Layout): Layer {
  return { title: x.title, format: x.format, grid: false, tickCount: narrow ? 4 : 8, ...(dots ? { tickMinStep: 1 } : {}) };
}

function yAxis({ title, format, scale, domain }: Axis): Layer {
  return { title, format, domain: false, ticks: false, labelPadding: 8, ...(scale === 'log' ? { values: logTicks(domain) } : { tickCount: 5 }) };
}

function configOf(theme: ChartTheme): Layer {
  return {
    font: theme.font,
    aria: false,
    view: { stroke: null },
    text: { fontSize: 12 },
    axis: {
      labelColor: theme.muted,
      titleColor: theme.muted,
      labelFontSize: 12,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      titlePadding: 10,
      gridColor: theme.grid,
      domainColor: theme.muted,
      tickColor: theme.muted,
    },
    legend: { orient: 'bottom', labelColor: theme.muted, labelFontSize: 12, symbolStrokeColor: theme.muted, symbolFillColor: 'transparent', offset: 8 },
  };
}
