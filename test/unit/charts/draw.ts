import type { Spec, View } from 'vega';
import { variantColours } from '../../../src/charts/colour.ts';
import type { PointerHandling } from '../../../src/charts/layer.ts';
import { curveSpec } from '../../../src/charts/curveSpec.ts';
import { curvesOf, shapeCurves } from '../../../src/charts/curves.ts';
import type { Curves } from '../../../src/charts/curves.ts';
import type { Figure } from '../../../src/charts/figure.ts';
import { DEFAULT_LINES, LIGHT_PALETTE } from '../../../src/charts/theme.ts';
import { DEFAULT_VIEW } from '../../../src/charts/view.ts';
import type { CurveView } from '../../../src/charts/view.ts';
import type { ExperimentOverview } from '../../../src/domain/experiment.ts';
import { figuresOf, summarize } from '../../../src/kinds/kinds.ts';
import { modelOf } from '../webview/experiments.ts';

/** A figure drawn without a screen, and everything the compiler and the runtime complained about. */
export interface Drawn {
  readonly view: View;
  readonly svg: string;
  /** What Vega-Lite has made of the chart. */
  readonly spec: Spec;
  readonly complaints: readonly string[];
}

/** The curves of an experiment as its kind defines them. */
export function curvesFor(experiment: ExperimentOverview): Curves {
  const summary = summarize(experiment);
  return curvesOf(experiment, summary, figuresOf(experiment, summary));
}

/** The curves of an experiment as a reader of the panel wants them. */
export function curvesAs(experiment: ExperimentOverview, view: Partial<CurveView>): Curves {
  return shapeCurves(modelOf(experiment).curveInput(), { ...DEFAULT_VIEW, ...view });
}

/** A figure by its name. */
export function figureNamed({ figures }: Curves, name: string): Figure {
  const figure = figures.find((candidate) => candidate.name === name);
  if (!figure) throw new Error(`There is no figure ${name}, but ${figures.map((each) => each.name).join(', ')}.`);
  return figure;
}

/** Compiles and draws a figure as a page would. */
export async function draw(
  curves: Curves,
  name: string,
  width = 900,
  pointing: PointerHandling = 'chart',
  plotHeight?: number,
): Promise<Drawn> {
  // Vega is an ES module that awaits while it loads, which `require` cannot.
  const { View, parse } = await import('vega');
  const { compile } = await import('vega-lite');
  const complaints: string[] = [];
  const theme = {
    font: 'sans-serif',
    foreground: '#1f1f1f',
    muted: '#666666',
    grid: '#eeeeee',
    background: '#ffffff',
    ...DEFAULT_LINES,
    variants: variantColours(curves.variants, LIGHT_PALETTE, '#ffffff'),
    good: '#cca700',
    severities: { error: '#b3261e', warning: '#8a5a00', information: '#1d4fa3', hint: '#666666' },
  };
  const logger = {
    level: () => logger,
    warn: (...words: readonly unknown[]) => (complaints.push(words.join(' ')), logger),
    error: (...words: readonly unknown[]) => (complaints.push(words.join(' ')), logger),
    info: () => logger,
    debug: () => logger,
  };
  const figure = figureNamed(curves, name);
  const { spec } = compile(curveSpec(figure, curves.variants, theme, width, pointing, plotHeight), { logger });
  const view = new View(parse(spec), { renderer: 'none', logger });
  return { view, svg: await view.toSVG(), spec, complaints };
}

/** All texts of an SVG with where they stand. */
export function textsOf(svg: string): { text: string; x: number; y: number; colour: string }[] {
  return [
    ...svg.matchAll(/<text [^>]*transform="translate\(([-\d.]+),([-\d.]+)\)[^>]*fill="([^"]+)"[^>]*>([^<]*)<\/text>/g),
  ].map(([, x, y, colour, text]) => ({ text, x: Number(x), y: Number(y), colour }));
}
