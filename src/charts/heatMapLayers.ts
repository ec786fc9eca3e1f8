import * as l10n from '@vscode/l10n';
import type { FigureGuide } from '../kinds/figureDefinition.ts';
import type { Figure } from './figure.ts';
import { dataSet } from './layer.ts';
import type { Layer, PointerHandling } from './layer.ts';
import type { ChartTheme } from './theme.ts';

/** Opacity of the best cell: a number on it stays legible. */
const BEST_OPACITY = 0.4;

/** From the middle of a cell down to its number, in pixels: points lie in the middle. */
const NUMBER_OFFSET = 12;

/** Around the numbers, in pixels, so that lines that cross them can be told from them. */
const HALO_WIDTH = 4;
const HALO_OPACITY = 0.75;

const DASHES: Readonly<Record<FigureGuide['style'], readonly number[]>> = {
  solid: [1, 0],
  dashed: [8, 5],
  dotted: [2, 4],
};

/** The cells with their numbers, the lines over them, and the best rates. */
export function heatMapLayers({ x, heatMap }: Figure, theme: ChartTheme, pointing: PointerHandling): Layer[] {
  const tooltip =
    pointing === 'chart'
      ? {
          tooltip: [
            { field: 'name', title: l10n.t('run'), type: 'nominal' },
            { field: 'x', title: x.title, type: 'quantitative' },
            { field: 'loss', title: heatMap?.valueTitle, type: 'quantitative', format: '.4~g' },
          ],
        }
      : {};
  const foreground = { value: theme.foreground };
  const guide = (style: FigureGuide['style']): Layer => ({
    data: dataSet('guides'),
    transform: [{ filter: `datum.style === '${style}'` }],
    mark: { type: 'line', clip: true, strokeWidth: style === 'solid' ? 2.5 : 1.5, strokeDash: DASHES[style] },
    encoding: { detail: { field: 'guide' }, color: foreground },
  });
  const number = (mark: Layer): Layer => ({
    data: dataSet('numbers'),
    mark: { type: 'text', dy: NUMBER_OFFSET, ...mark },
    encoding: { text: { field: 'label' }, color: foreground },
  });
  return [
    {
      data: dataSet('cells'),
      mark: { type: 'rect', clip: true, stroke: theme.grid, strokeWidth: 1 },
      encoding: {
        x: { field: 'left', type: 'quantitative' },
        x2: { field: 'right' },
        y: { field: 'bottom', type: 'quantitative' },
        y2: { field: 'top' },
        color: { value: theme.good },
        fillOpacity: {
          field: 'quality',
          type: 'quantitative',
          scale: { domain: [0, 1], range: [0, BEST_OPACITY] },
          legend: null,
        },
        ...tooltip,
      },
    },
    guide('dashed'),
    guide('dotted'),
    guide('solid'),
    number({ stroke: theme.background, strokeWidth: HALO_WIDTH, strokeJoin: 'round', opacity: HALO_OPACITY }),
    number({}),
    {
      data: dataSet('bests'),
      mark: { type: 'point', shape: 'diamond', size: 70, filled: true, stroke: theme.background, strokeWidth: 1 },
      encoding: { color: foreground },
    },
  ];
}
