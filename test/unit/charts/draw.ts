import type { View } from 'vega';
import { rateColours } from '../../../src/charts/colour.ts';
import { curveSpec } from '../../../src/charts/curveSpec.ts';
import type { Curves } from '../../../src/charts/curves.ts';
import { LIGHT_RAMP, USUAL_LINES } from '../../../src/charts/theme.ts';

/** A figure drawn without a screen, and everything the compiler and the runtime complained about. */
export interface Drawn {
  readonly view: View;
  readonly svg: string;
  readonly complaints: readonly string[];
}

/** Compiles and draws a figure as a page would. */
export async function draw(curves: Curves, name: Exclude<keyof Curves, 'rates'>, width = 900): Promise<Drawn> {
  // Vega is an ES module that awaits while it loads, which `require` cannot.
  const { View, parse } = await import('vega');
  const { compile } = await import('vega-lite');
  const complaints: string[] = [];
  const theme = {
    font: 'sans-serif',
    muted: '#666666',
    grid: '#eeeeee',
    background: '#ffffff',
    ...USUAL_LINES,
    rates: rateColours(
      curves.rates.map(({ rate }) => rate),
      LIGHT_RAMP,
      '#ffffff',
    ),
  };
  const logger = {
    level: () => logger,
    warn: (...words: readonly unknown[]) => (complaints.push(words.join(' ')), logger),
    error: (...words: readonly unknown[]) => (complaints.push(words.join(' ')), logger),
    info: () => logger,
    debug: () => logger,
  };
  const { spec } = compile(curveSpec(curves[name], curves.rates, theme, width), { logger });
  const view = new View(parse(spec), { renderer: 'none', logger });
  return { view, svg: await view.toSVG(), complaints };
}

/** All texts of an SVG with where they stand. */
export function textsOf(svg: string): { text: string; x: number; y: number; colour: string }[] {
  return [
    ...svg.matchAll(/<text [^>]*transform="translate\(([-\d.]+),([-\d.]+)\)[^>]*fill="([^"]+)"[^>]*>([^<]*)<\/text>/g),
  ].map(([, x, y, colour, text]) => ({ text, x: Number(x), y: Number(y), colour }));
}
