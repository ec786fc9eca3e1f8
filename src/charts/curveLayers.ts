import * as l10n from '@vscode/l10n';
import type { Severity } from '../domain/finding.ts';
import type { CurveVariant } from './curveVariant.ts';
import { dashesOf } from './dashes.ts';
import type { Figure } from './figure.ts';
import { heatMapLayers } from './heatMapLayers.ts';
import { dataSet } from './layer.ts';
import type { Layer, PointerHandling } from './layer.ts';
import { LABEL_OFFSET } from './layout.ts';
import type { ChartTheme } from './theme.ts';

/** Opacity of everything that belongs to another variant than the one pointed at. */
const FADED_OPACITY = 0.15;

/** A diagonal cross, where a line becomes NaN. */
const CROSS = 'M-1,-1L1,1M-1,1L1,-1';

/** The shape of a mark by its severity, so that colour is not all that tells them apart. */
const MARK_SHAPES: Readonly<Record<Severity, string>> = {
  error: 'square',
  warning: 'triangle-down',
  information: 'circle',
  hint: 'diamond',
};

/** Opacity of a band, and of one that is good. */
const BAND_OPACITY = 0.12;
const GOOD_OPACITY = 0.3;

/** Of the shading along a line, in pixels. */
const ZONE_WIDTH = 14;

/** From the top of the plot to the middle of a flag, in pixels: beside the text, and above a line that ends there. */
const FLAG_OFFSET = -10;

/** The parameter with the index of the variant that the page highlights; below 0 there is none. */
export const HIGHLIGHTED = 'highlighted';

/** Everything that is drawn of a figure, from back to front. */
export function curveLayers(
  figure: Figure,
  variants: readonly CurveVariant[],
  theme: ChartTheme,
  pointing: PointerHandling,
): Layer[] {
  const isOfOne =
    pointing === 'chart' ? { param: 'pointed' } : `${HIGHLIGHTED} < 0 || datum.variant === ${HIGHLIGHTED}`;
  const isBright = { test: { or: [isOfOne, '!isValid(datum.variant)'] } };
  const faded = (opacity: number): Layer => {
    return { condition: { ...isBright, value: opacity }, value: Math.min(opacity, FADED_OPACITY) };
  };
  return [
    ...(figure.marks.length > 0 ? markLayers(theme, pointing, faded) : []),
    ...referenceLayers(figure, theme),
    ...(figure.heatMap ? heatMapLayers(figure, theme, pointing) : []),
    ...(figure.comparison && !figure.heatMap
      ? comparisonLayers(strokeDashes(figure, variants), theme, figure, pointing, faded)
      : []),
    ...lineLayers(figure, strokeDashes(figure, variants), theme, pointing, faded),
    ...clippingLayers(theme, faded),
    ...endLayers(faded),
  ];
}

/** Dashes for variants whose colour another one has too, and for all but the first line of a figure. */
function strokeDashes({ lines }: Figure, variants: readonly CurveVariant[]): Layer {
  const isFurther = { field: 'line', gt: 0 };
  const condition = [...new Set(variants.map(({ dashes }) => dashes))].flatMap((pattern) => {
    const isOfPattern = {
      field: 'variant',
      oneOf: variants.flatMap(({ dashes }, index) => (dashes === pattern ? index : [])),
    };
    const usual = dashesOf(pattern, false);
    return [
      ...(lines.length > 1 ? [{ test: { and: [isOfPattern, isFurther] }, value: dashesOf(pattern, true) }] : []),
      ...(usual ? [{ test: isOfPattern, value: usual }] : []),
    ];
  });
  return condition.length > 0 ? { strokeDash: { condition, value: [1, 0] } } : {};
}

function lineLayers(
  figure: Figure,
  dashes: Layer,
  theme: ChartTheme,
  pointing: PointerHandling,
  faded: (opacity: number) => Layer,
): Layer[] {
  const perVariant = figure.lines.length > 1 ? { detail: { field: 'line' } } : {};
  const perRun = { detail: figure.lines.length > 1 ? [{ field: 'run' }, { field: 'line' }] : { field: 'run' } };
  const line = (name: string, mark: Layer, opacity: number): Layer => ({
    data: dataSet(name),
    // All points are finite: to look for others would take as long as to draw them.
    mark: { type: 'line', clip: true, strokeJoin: 'round', invalid: null, ...mark },
    encoding: { ...(name === 'main' ? { ...dashes, ...perVariant } : perRun), opacity: faded(opacity) },
  });
  const pointed = {
    name: 'pointed',
    select: { type: 'point', fields: ['variant'], on: 'pointerover', clear: 'pointerout' },
  };
  const tooltip = pointing === 'chart' ? { tooltip: tooltipOf(figure) } : {};
  const dots: Layer = {
    data: dataSet('dots'),
    mark: { type: 'point', filled: true, size: 42 },
    encoding: { ...tooltip, opacity: faded(1) },
  };
  const article = l10n.t('article');
  const published: Layer = {
    data: dataSet('published'),
    mark: { type: 'point', filled: false, size: 110, strokeWidth: 1.5 },
    encoding: {
      shape: { datum: article, scale: { domain: [article], range: ['circle'] }, legend: { title: null } },
      ...tooltip,
      opacity: faded(1),
    },
  };
  // A wide invisible line, so that a variant is highlighted when the pointer is near it.
  const hitArea: Layer = {
    data: dataSet('main'),
    params: [pointed],
    mark: { type: 'line', clip: true, strokeWidth: 14, opacity: 0 },
    ...(figure.lines.length > 1 ? { encoding: perVariant } : {}),
  };
  return [
    line('raw', { strokeWidth: 1 }, theme.rawOpacity),
    line('seeds', { strokeWidth: 1 }, Math.min(1, 2 * theme.rawOpacity)),
    ...(figure.published.length > 0 ? [published] : []),
    line('main', { strokeWidth: theme.lineWidth }, 1),
    ...(pointing === 'chart' ? [hitArea] : []),
    ...(figure.dots ? [dots] : []),
  ];
}

function tooltipOf({ x, y }: Figure): Layer[] {
  return [
    { field: 'name', title: l10n.t('run'), type: 'nominal' },
    { field: 'x', title: x.title, type: 'quantitative' },
    { field: 'y', title: y.title, type: 'quantitative', format: y.format.endsWith('%') ? '.1%' : '.4~g' },
  ];
}

/** A line through the medians, a band from the lowest to the highest seed, and a point a run: hollow until it has finished. */
function comparisonLayers(
  dashes: Layer,
  theme: ChartTheme,
  figure: Figure,
  pointing: PointerHandling,
  faded: (opacity: number) => Layer,
): Layer[] {
  const tooltip = pointing === 'chart' ? { tooltip: tooltipOf(figure) } : {};
  // A line has the colour of its first variant, as have all others of the group.
  const isGrouped = figure.comparison?.isGrouped ?? false;
  const color = isGrouped ? { field: 'group', type: 'nominal', legend: null } : { value: theme.muted };
  const perGroup = { detail: { field: 'group' } };
  const points = (isFinal: boolean): Layer => ({
    data: dataSet('losses'),
    transform: [{ filter: `datum.isFinal === ${isFinal}` }],
    mark: {
      type: 'point',
      size: 70,
      strokeWidth: 2,
      ...(isFinal ? { filled: true } : { fill: theme.background }),
    },
    encoding: { ...tooltip, opacity: faded(1) },
  });
  const zones: Layer = {
    data: dataSet('compared'),
    transform: [{ filter: 'datum.isInZone' }],
    mark: { type: 'line', clip: true, strokeWidth: ZONE_WIDTH, strokeCap: 'round', opacity: GOOD_OPACITY },
    encoding: { ...perGroup, color },
  };
  return [
    {
      data: dataSet('compared'),
      mark: { type: 'area', clip: true, opacity: BAND_OPACITY },
      encoding: { ...perGroup, y: { field: 'low' }, y2: { field: 'high' }, color },
    },
    {
      data: dataSet('compared'),
      mark: { type: 'line', clip: true, strokeWidth: 1.5, strokeJoin: 'round' },
      encoding: { ...perGroup, ...dashes, color },
    },
    ...(isGrouped ? [zones] : []),
    points(false),
    points(true),
  ];
}

function referenceLayers({ reference }: Figure, theme: ChartTheme): Layer[] {
  if (!reference) return [];
  const data = { values: [{ y: reference.y }] };
  const color = { value: theme.muted };
  return [
    {
      data,
      mark: { type: 'rule', strokeDash: [4, 4], clip: true },
      encoding: { x: { value: 0 }, x2: { value: 'width' }, color },
    },
    {
      data,
      mark: { type: 'text', align: 'left', dx: 6, dy: 13, text: reference.label, clip: true },
      encoding: { x: { value: 0 }, color },
    },
  ];
}

/** What is pointed out: a band or a vertical line, with a flag for its severity and its text above the plot. */
function markLayers(
  { severities, good }: ChartTheme,
  pointing: PointerHandling,
  faded: (opacity: number) => Layer,
): Layer[] {
  const told = pointing === 'chart' ? { tooltip: { field: 'detail', type: 'nominal' } } : {};
  const data = dataSet('marks');
  const color = {
    condition: (['error', 'warning', 'information'] as const).map((severity) => ({
      test: `datum.severity === '${severity}'`,
      value: severities[severity],
    })),
    value: severities.hint,
  };
  const [top, bottom] = [{ value: 0 }, { value: 'height' }];
  const band = (test: string, opacity: number, bandColor: Layer): Layer => ({
    data,
    transform: [{ filter: `datum.isBand && ${test}` }],
    mark: { type: 'rect', opacity },
    encoding: { x: { field: 'from' }, x2: { field: 'to' }, y: top, y2: bottom, color: bandColor },
  });
  const isFinding = `datum.severity !== 'good'`;
  const edge = (field: 'from' | 'to'): Layer => ({
    data,
    transform: [{ filter: field === 'to' ? `datum.isBand && ${isFinding}` : isFinding }],
    mark: { type: 'rule', strokeWidth: 1, strokeDash: [3, 3] },
    encoding: { x: { field }, y: top, y2: bottom, color, opacity: faded(1) },
  });
  const leaderLine: Layer = {
    data,
    mark: { type: 'rule', strokeWidth: 1, opacity: 0.6 },
    encoding: { y2: { field: 'textY' }, color },
  };
  const shape = (severity: Severity): Layer => ({
    data,
    transform: [{ filter: `datum.severity === '${severity}'` }],
    mark: { type: 'point', shape: MARK_SHAPES[severity], size: 70, filled: true, yOffset: FLAG_OFFSET },
    encoding: { ...told, color, opacity: faded(1) },
  });
  const text = (side: string, dx: number): Layer => ({
    data,
    transform: [{ filter: `datum.side === '${side}'` }],
    mark: { type: 'text', align: side, dx },
    encoding: { y: { field: 'textY' }, text: { field: 'written' }, color },
  });
  const shapes = (Object.keys(MARK_SHAPES) as Severity[]).map(shape);
  return [
    band(`datum.severity === 'good'`, GOOD_OPACITY, { value: good }),
    band(isFinding, BAND_OPACITY, color),
    edge('from'),
    edge('to'),
    leaderLine,
    ...shapes,
    text('left', 7),
    text('right', -7),
  ];
}

/** The mark where a line leaves the plot, its text above the plot, and a leader line between them. */
function clippingLayers(theme: ChartTheme, faded: (opacity: number) => Layer): Layer[] {
  const data = dataSet('clippings');
  const mark = (kind: string, shape: Layer): Layer => ({
    data,
    transform: [{ filter: `datum.kind === '${kind}'` }],
    mark: { type: 'point', opacity: 1, ...shape },
  });
  const side = (align: string, dx: number): Layer => ({
    data,
    transform: [{ filter: `datum.written !== '' && datum.side === '${align}'` }],
    mark: { type: 'text', align, dx, fontWeight: 600 },
    encoding: { y: { field: 'textY' }, text: { field: 'written' }, opacity: faded(1) },
  });
  return [
    {
      data,
      transform: [{ filter: `datum.written !== ''` }],
      mark: { type: 'rule', strokeWidth: 1, opacity: 0.6 },
      encoding: { y2: { field: 'textY' } },
    },
    mark('nan', { shape: CROSS, size: 80, strokeWidth: 2.5, filled: false }),
    mark('beyond', { shape: 'triangle-up', size: 64, filled: true, stroke: theme.background, strokeWidth: 1 }),
    side('left', 5),
    side('right', -5),
  ];
}

/** The name beside its line, with leader lines to the label from a line that ends early and to a label that had to move. */
function endLayers(faded: (opacity: number) => Layer): Layer[] {
  const data = dataSet('ends');
  return [
    {
      data,
      mark: { type: 'rule', strokeWidth: 1, strokeDash: [1, 4] },
      encoding: { x2: { value: { expr: 'width' } }, opacity: faded(0.7) },
    },
    {
      data,
      mark: { type: 'rule', strokeWidth: 1 },
      encoding: {
        x: { value: { expr: 'width + 3' } },
        x2: { value: { expr: `width + ${LABEL_OFFSET - 2}` } },
        y2: { field: 'labelY' },
        opacity: faded(0.7),
      },
    },
    {
      data,
      mark: { type: 'text', align: 'left', dx: LABEL_OFFSET, fontWeight: 600 },
      encoding: { x: { value: { expr: 'width' } }, y: { field: 'labelY' }, text: { field: 'text' }, opacity: faded(1) },
    },
  ];
}
