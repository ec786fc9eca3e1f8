import { figureCsv } from '../src/charts/csv.ts';
import { curveSpec } from '../src/charts/curveSpec.ts';
import type { CurveVariant } from '../src/charts/curveVariant.ts';
import type { Figure } from '../src/charts/figure.ts';
import type { ChartTheme } from '../src/charts/theme.ts';
import type { ExportKind } from '../src/protocol/panel.ts';
import type { LivePlot } from './livePlot.ts';

/** Pixels of a saved picture for one on the screen. */
const PIXEL_RATIO = 2;

/** A chart as it is on the screen, with everything that it is made of. */
export interface Exportable {
  readonly plot: LivePlot;
  readonly figure: Figure;
  readonly variants: readonly CurveVariant[];
  readonly theme: ChartTheme;
  readonly width: number;
}

/** Makes what is exported: text, or for PNG base64. */
export async function exportContent(
  { plot, figure, variants, theme, width }: Exportable,
  kind: ExportKind,
): Promise<string> {
  switch (kind) {
    case 'png': {
      const url = await plot.view!.toImageURL('png', PIXEL_RATIO);
      return url.slice(url.indexOf(',') + 1);
    }
    case 'svg':
      return plot.view!.toSVG();
    case 'csv':
      return figureCsv(figure, variants);
    case 'vega-lite':
      return JSON.stringify(curveSpec(figure, variants, theme, width), null, 1);
  }
}

/**
 * Puts a PNG on the clipboard. Only the page can: the host's clipboard takes text alone.
 * @throws Error where the browser does not allow it
 */
export async function copyPicture(base64: string): Promise<void> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
}
