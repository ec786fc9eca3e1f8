import type { TopLevelSpec } from 'vega-lite';
import { curveData } from './curveData.ts';
import { curveLayers, HIGHLIGHTED } from './curveLayers.ts';
import type { Layer, PointerHandling } from './layer.ts';
import type { CurveVariant } from './curveVariant.ts';
import { RATE_FORMAT } from './figure.ts';
import type { Axis, Figure } from './figure.ts';
import { layOut } from './layout.ts';
import type { Layout } from './layout.ts';
import { isCount } from './reading.ts';
import type { ChartTheme } from './theme.ts';

/** Around the chart, in pixels; room for labels is found by Vega. */
const PADDING = 4;

/** Room for the numbers beside the plot, in pixels: as much as most take, so that plots above each other have the same left edge. */
const MIN_AXIS_EXTENT = 54;

/** Below this width of a chart, in pixels, that room and the vertical axis' title go to the plot: the heading says what is drawn. */
const TIGHT = 240;

/**
 * The Vega-Lite specification of a figure. Its data sets and parameters have the names of CurveData, for whoever streams into
 * them: a chart with the same frame can take new data and need not be made anew.
 * @param width of the whole chart in pixels, axes and labels included
 * @param plotHeight of the plot alone; by default it follows from the width
 */
export function curveSpec(
  figure: Figure,
  variants: readonly CurveVariant[],
  theme: ChartTheme,
  width: number,
  pointing: PointerHandling = 'chart',
  plotHeight?: number,
): TopLevelSpec {
  const layout = layOut(figure, variants, width, plotHeight);
  const { datasets, params } = curveData(figure, variants, layout);
  const spec = {
    ...curveFrame(figure, variants, layout, theme, width, pointing),
    description: `${figure.title}. ${figure.caption}`,
    datasets,
    params: Object.entries({ ...params, ...(pointing === 'page' ? { [HIGHLIGHTED]: -1 } : {}) }).map(
      ([name, value]) => {
        return { name, value };
      },
    ),
  };
  return spec as unknown as TopLevelSpec;
}

/** A figure's specification without its data: two figures with the same frame differ in their data alone. */
export function curveFrame(
  figure: Figure,
  variants: readonly CurveVariant[],
  layout: Layout,
  theme: ChartTheme,
  width: number,
  pointing: PointerHandling,
): Layer {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: theme.background,
    width,
    height: layout.plotHeight,
    autosize: { type: 'fit-x', contains: 'padding' },
    padding: PADDING,
    encoding: {
      x: { field: 'x', type: 'quantitative', scale: scaleOf('xDomain', figure.x), axis: xAxis(figure, layout) },
      y: { field: 'y', type: 'quantitative', scale: scaleOf('yDomain', figure.y), axis: yAxis(figure, width < TIGHT) },
      color: {
        field: 'variant',
        type: 'nominal',
        scale: { domain: variants.map((_, index) => index), range: theme.variants },
        legend: null,
      },
    },
    layer: curveLayers(figure, variants, theme, pointing),
    config: configOf(theme),
  };
}

function scaleOf(domain: string, { scale }: Axis): Layer {
  return { type: scale, domain: { expr: domain }, nice: false, ...(scale === 'log' ? {} : { zero: false }) };
}

function xAxis({ x, dots, quantity }: Figure, { narrow }: Layout): Layer {
  const ticks =
    x.scale === 'log'
      ? { values: { expr: 'xTicks' } }
      : { tickCount: narrow ? 4 : 8, ...(dots && isCount(quantity) ? { tickMinStep: 1 } : {}) };
  return { title: x.title, ...labelFormat(x), grid: false, ...ticks };
}

/** Between the cells of a heat map are lines, but none through their middle, where the ticks are. */
function yAxis({ y, heatMap }: Figure, isTight: boolean): Layer {
  const { title, scale } = y;
  return {
    title: isTight ? null : title,
    ...labelFormat(y),
    domain: false,
    ticks: false,
    ...(heatMap && { grid: false }),
    labelPadding: 8,
    ...(isTight ? {} : { minExtent: MIN_AXIS_EXTENT }),
    ...(scale === 'log' ? { values: { expr: 'yTicks' } } : { tickCount: 5 }),
  };
}

/** formatRate as an expression of Vega: scientific below 0.001. */
const RATE_LABEL = "datum.value > 0 && datum.value < 0.001 ? format(datum.value, '~e') : format(datum.value, '.4~g')";

function labelFormat({ format }: Axis): Layer {
  return format === RATE_FORMAT ? { labelExpr: RATE_LABEL } : { format };
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
    legend: {
      orient: 'bottom',
      labelColor: theme.muted,
      labelFontSize: 12,
      symbolStrokeColor: theme.muted,
      symbolFillColor: 'transparent',
      offset: 8,
    },
  };
}
