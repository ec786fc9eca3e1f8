import { figureCsv } from '../src/charts/csv.ts';
import { curveSpec } from '../src/charts/curveSpec.ts';
import type { CurveRate } from '../src/charts/curves.ts';
import type { Figure } from '../src/charts/figure.ts';
import type { ChartTheme } from '../src/charts/theme.ts';
import type { ExportKind } from '../src/protocol/panel.ts';
import type { LivePlot } from './livePlot.ts';

/** Pixels of a saved picture for one on the screen. */
const SHARPNESS = 2;

/** A picture as it is on the screen, with all that it is made of. */
export interface Exportable {
  readonly plot: LivePlot;
  readonly figure: Figure;
  readonly rates: readonly CurveRate[];
  readonly theme: ChartTheme;
  readonly width: number;
}

/** What is exported: text, or for PNG base64. */
export async function exported({ plot, figure, rates, theme, width }: Exportable, kind: ExportKind): Promise<string> {
  switch (kind) {
    case 'png': {
      const url = await plot.view!.toImageURL('png', SHARPNESS);
      return url.slice(url.indexOf(',') + 1);
    }
    case 'svg':
      return plot.view!.toSVG();
    case 'csv':
      return figureCsv(figure, rates);
    case 'vega-lite':
      return JSON.stringify(curveSpec(figure, rates, theme, width), null, 1);
  }
}

/**
 * Puts a PNG on the clipboard, which only the page can: the host's takes text alone.
 * @throws Error where the browser does not allow it
 */
export async function copyPicture(base64: string): Promise<void> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
}
