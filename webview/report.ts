import * as l10n from '@vscode/l10n';
import embed from 'vega-embed';
import { expressionInterpreter } from 'vega-interpreter';
import { curveSpec } from '../src/charts/curveSpec.ts';
import type { Curves } from '../src/charts/curves.ts';
import { DEFAULT_LINES } from '../src/charts/theme.ts';
import type { ChartTheme } from '../src/charts/theme.ts';
import { configureLocalization } from './localization.ts';

/** Charts are redrawn when the page's width has changed by more than a scroll bar. */
const WIDTH_TOLERANCE = 4;

configureLocalization(document);
const curves = JSON.parse(document.getElementById('curves')!.textContent) as Curves;

/** The colours are variables of the page's style sheet, so that dark mode and print need no new drawing. */
const theme: ChartTheme = {
  font: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  foreground: 'var(--foreground)',
  muted: 'var(--muted)',
  grid: 'var(--grid)',
  background: 'var(--background)',
  variants: curves.variants.map((_, index) => `var(--variant-${index})`),
  good: 'var(--honey-line)',
  severities: {
    error: 'var(--error)',
    warning: 'var(--warning)',
    information: 'var(--information)',
    hint: 'var(--muted)',
  },
  ...DEFAULT_LINES,
};

async function draw(place: HTMLElement, width: number): Promise<() => void> {
  const figure = curves.figures.find(({ name }) => name === place.dataset['figure'])!;
  const { finalize } = await embed(place, curveSpec(figure, curves.variants, theme, width), {
    ast: true,
    expr: expressionInterpreter,
    renderer: 'svg',
    actions: false,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  });
  return finalize;
}

/** Draws a chart as wide as its place, and again when that width changes; never twice at once. */
function keepDrawn(place: HTMLElement): void {
  let drawn = 0;
  let drawing = false;
  let finalize = () => {};
  const redraw = async () => {
    const width = Math.floor(place.clientWidth);
    if (drawing || width === 0 || Math.abs(width - drawn) < WIDTH_TOLERANCE) return;
    drawing = true;
    drawn = width;
    finalize();
    try {
      finalize = await draw(place, width);
    } catch (error) {
      place.textContent = l10n.t('This chart could not be drawn; the table below it has its numbers.');
      throw error;
    } finally {
      drawing = false;
    }
    await redraw();
  };
  new ResizeObserver(() => void redraw()).observe(place);
}

document.querySelectorAll<HTMLElement>('[data-figure]').forEach(keepDrawn);
