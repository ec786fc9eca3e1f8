import { View, Warn, changeset, parse } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';
import { expressionInterpreter } from 'vega-interpreter';
import { curveData } from '../src/charts/curveData.ts';
import type { CurveData, DataRow } from '../src/charts/curveData.ts';
import { curveFrame, curveSpec } from '../src/charts/curveSpec.ts';
import { HIGHLIGHTED } from '../src/charts/curveLayers.ts';
import type { CurveVariant } from '../src/charts/curveVariant.ts';
import type { Figure } from '../src/charts/figure.ts';
import { layOut, plotHeightIn } from '../src/charts/layout.ts';
import type { ChartTheme } from '../src/charts/theme.ts';
import { rowChanges } from './rowChanges.ts';

/** A chart on the page, and what is in it. */
interface DrawnChart {
  readonly view: View;
  readonly frame: string;
  /** Names of the data sets that the chart draws. */
  readonly names: ReadonlySet<string>;
  /** The very rows that the view has. */
  datasets: Record<string, readonly DataRow[]>;
  params: CurveData['params'];
  labels: string;
}

/**
 * One figure on the page. Its Vega view lives as long as its frame (axes' kinds, width, theme) stays the same and gets new
 * data by change sets; whoever draws waits until it is done before drawing again.
 */
export class LivePlot {
  #drawn: DrawnChart | null = null;
  #highlighted: number | null = null;

  constructor(readonly container: HTMLElement) {}

  /** The view; null before the first drawing. */
  get view(): View | null {
    return this.#drawn?.view ?? null;
  }

  /** @param height of the whole chart; by default it follows from the width */
  async draw(
    figure: Figure,
    variants: readonly CurveVariant[],
    theme: ChartTheme,
    width: number,
    height?: number,
  ): Promise<void> {
    const plotHeight = height === undefined ? undefined : plotHeightIn(figure, height);
    const layout = layOut(figure, variants, width, plotHeight);
    const frame = JSON.stringify(curveFrame(figure, variants, layout, theme, width, 'page'));
    // Room for texts beside and above the plot, and for the numbers of its vertical axis, is found anew only when they change.
    const above = [...layout.clippings, ...layout.marks].map(({ written }) => written.length);
    const labels = [Math.max(0, ...layout.ends.map(({ text }) => text.length)), ...above, ...figure.y.domain].join(' ');
    const data = curveData(figure, variants, layout);
    if (this.#drawn?.frame === frame) {
      await updateChart(this.#drawn, data, labels);
      return;
    }
    // The old chart stays until the new one is there.
    const place = document.createElement('div');
    const drawn = await createChart(
      place,
      { ...curveSpec(figure, variants, theme, width, 'page', plotHeight), datasets: emptied(data) },
      frame,
    );
    drawn.view.signal(HIGHLIGHTED, this.#highlighted ?? -1);
    await updateChart(drawn, data, labels);
    this.#drawn?.view.finalize();
    this.#drawn = drawn;
    this.container.replaceChildren(place);
  }

  /** Fades all but one variant; null shows all alike. */
  async highlight(variant: number | null): Promise<void> {
    this.#highlighted = variant;
    await this.#drawn?.view.signal(HIGHLIGHTED, variant ?? -1).runAsync();
  }

  dispose(): void {
    this.#drawn?.view.finalize();
    this.#drawn = null;
  }
}

/**
 * A chart without data, which was not drawn yet: rows that are inserted later are known by identity. On a busy machine each step takes
 * long, so messages and keys are handled between them.
 */
async function createChart(place: HTMLElement, spec: TopLevelSpec, frame: string): Promise<DrawnChart> {
  const vegaSpec = compile(spec).spec;
  await nextTask();
  const runtime = parse(vegaSpec, {}, { ast: true });
  const view = new View(runtime, { renderer: 'canvas', logLevel: Warn, expr: expressionInterpreter });
  view.initialize(place);
  await nextTask();
  return {
    view,
    frame,
    names: new Set(vegaSpec.data?.map(({ name }) => name)),
    datasets: {},
    params: {},
    labels: '',
  };
}

async function updateChart(drawn: DrawnChart, { datasets, params }: CurveData, labels: string): Promise<void> {
  const { view, names } = drawn;
  let changed = labels !== drawn.labels;
  if (changed) view.resize();
  for (const [name, wanted] of Object.entries(datasets)) {
    if (!names.has(name)) continue;
    const { remove, insert, rows } = rowChanges(drawn.datasets[name] ?? [], wanted);
    if (remove.length + insert.length === 0) continue;
    view.change(
      name,
      changeset()
        .remove([...remove])
        .insert([...insert]),
    );
    drawn.datasets[name] = rows;
    changed = true;
  }
  for (const [name, value] of Object.entries(params)) {
    if (String(value) === String(drawn.params[name] ?? '')) continue;
    view.signal(name, value);
    changed = true;
  }
  drawn.params = params;
  drawn.labels = labels;
  if (changed) await view.runAsync();
}

function emptied({ datasets }: CurveData): Record<string, []> {
  return Object.fromEntries(Object.keys(datasets).map((name) => [name, []]));
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
