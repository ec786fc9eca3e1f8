import type { CurveRate } from './curves.ts';
import type { Figure } from './figure.ts';
import { LABEL_OFFSET } from './layout.ts';
import type { ChartTheme } from './theme.ts';

/** Opacity of everything that belongs to another rate than the one pointed at. */
const FADED = 0.15;

/** Pixels drawn and left out. */
const DASHES = [5, 5];

/** A diagonal cross, where a line becomes NaN. */
const CROSS = 'M-1,-1L1,1M-1,1L1,-1';

/** A part of a specification; Vega-Lite's own types of layers are too deep to compose. */
export type Layer = Record<string, unknown>;

/** Who answers a pointer: the picture itself, by bringing a rate out and with tooltips, or the page around it. */
export type Pointing = 'picture' | 'page';

/** A data set by its name. Its values are numbers already: nothing is to be parsed, which would cost time with every update. */
const dataSet = (name: string): Layer => ({ name, format: { parse: null } });

/** Everything that is drawn of a figure, from back to front. */
export function curveLayers(
  figure: Figure,
  rates: readonly CurveRate[],
  theme: ChartTheme,
  pointing: Pointing,
): Layer[] {
  const faded = (opacity: number): Layer =>
    pointing === 'picture'
      ? { condition: { param: 'pointed', value: opacity }, value: Math.min(opacity, FADED) }
      : { value: opacity };
  return [
    ...referenceLayers(figure, theme),
    ...lineLayers(figure, dashesOf(rates), theme, pointing, faded),
    ...stopLayers(theme, faded),
    ...endLayers(faded),
  ];
}

/** What breaks the lines of a second engine, which the first one's shine through. */
function dashesOf(rates: readonly CurveRate[]): Layer {
  const dashed = rates.flatMap((rate, index) => (rate.dashed ? index : []));
  return dashed.length > 0
    ? { strokeDash: { condition: { test: { field: 'rate', oneOf: dashed }, value: DASHES }, value: [1, 0] } }
    : {};
}

function lineLayers(
  figure: Figure,
  dashes: Layer,
  theme: ChartTheme,
  pointing: Pointing,
  faded: (opacity: number) => Layer,
): Layer[] {
  const line = (name: string, mark: Layer, opacity: number): Layer => ({
    data: dataSet(name),
    mark: { type: 'line', clip: true, strokeJoin: 'round', ...mark },
    encoding: { ...(name === 'bold' ? dashes : { detail: { field: 'seed' } }), opacity: faded(opacity) },
  });
  const pointed = {
    name: 'pointed',
    select: { type: 'point', fields: ['rate'], on: 'pointerover', clear: 'pointerout' },
  };
  const tooltip = [
    { field: 'name', title: 'rate', type: 'nominal' },
    { field: 'x', title: figure.x.title, type: 'quantitative' },
    { field: 'y', title: figure.y.title, type: 'quantitative', format: figure.y.format.endsWith('%') ? '.1%' : '.4~g' },
  ];
  const told = pointing === 'picture' ? { tooltip } : {};
  const dots: Layer = {
    data: dataSet('dots'),
    mark: { type: 'point', filled: true, size: 42 },
    encoding: { ...told, opacity: faded(1) },
  };
  const article: Layer = {
    data: dataSet('article'),
    mark: { type: 'point', filled: false, size: 110, strokeWidth: 1.5 },
    encoding: {
      shape: { datum: 'article', scale: { domain: ['article'], range: ['circle'] }, legend: { title: null } },
      ...told,
      opacity: faded(1),
    },
  };
  // Wide and invisible: what a pointer has to reach to bring a rate out.
  const reach: Layer = {
    data: dataSet('bold'),
    params: [pointed],
    mark: { type: 'line', clip: true, strokeWidth: 14, opacity: 0 },
  };
  return [
    line('raw', { strokeWidth: 1 }, theme.ghost),
    line('seeds', { strokeWidth: 1 }, Math.min(1, 2 * theme.ghost)),
    ...(figure.article.length > 0 ? [article] : []),
    line('bold', { strokeWidth: theme.lineWidth }, 1),
    ...(pointing === 'picture' ? [reach] : []),
    ...(figure.dots ? [dots] : []),
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

/** The mark where a line leaves the picture, its text above the plot, and a thread between them. */
function stopLayers(theme: ChartTheme, faded: (opacity: number) => Layer): Layer[] {
  const data = dataSet('stops');
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

/** The rate beside its line: threads to the label from a line that has not come so far, and in case the label had to move. */
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
