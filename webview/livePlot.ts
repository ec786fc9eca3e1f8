import { changeset, truthy } from 'vega';
import type { View } from 'vega';
import embed from 'vega-embed';
import { expressionInterpreter } from 'vega-interpreter';
import { curveData } from '../src/charts/curveData.ts';
import { curveFrame, curveSpec } from '../src/charts/curveSpec.ts';
import type { CurveRate } from '../src/charts/curves.ts';
import type { Figure, RatePoint } from '../src/charts/figure.ts';
import { layOut } from '../src/charts/layout.ts';
import type { ChartTheme } from '../src/charts/theme.ts';

/** A picture that is there, and what is in it. */
interface Drawn {
  readonly view: View;
  readonly finalize: () => void;
  readonly frame: string;
  /** Names of the data sets that the picture draws. */
  readonly names: ReadonlySet<string>;
  datasets: Readonly<Record<string, readonly object[]>>;
  params: Readonly<Record<string, readonly number[]>>;
  labels: string;
}

/**
 * One figure on the page. Its Vega view lives as long as its frame (axes' kinds, width, theme) stays the same and gets new
 * data by change sets; whoever draws waits until it is done before drawing again.
 */
export class LivePlot {
  #drawn: Drawn | null = null;

  constructor(readonly place: HTMLElement) {}

  /** The view; null before the first picture. */
  get view(): View | null {
    return this.#drawn?.view ?? null;
  }

  async draw(figure: Figure, rates: readonly CurveRate[], theme: ChartTheme, width: number): Promise<void> {
    const layout = layOut(figure, rates, width);
    const frame = JSON.stringify(curveFrame(figure, rates, layout, theme, width, 'page'));
    const { datasets, params } = curveData(figure, rates, layout);
    // Room for texts beside and above the plot is found anew only when they need another.
    const labels = `${Math.max(0, ...layout.ends.map(({ text }) => text.length))} ${layout.stops.filter(({ text }) => text).length}`;
    if (this.#drawn?.frame === frame) await this.#update(this.#drawn, datasets, params, labels);
    else await this.#rebuild(figure, rates, theme, width, { frame, datasets, params, labels });
  }

  dispose(): void {
    this.#drawn?.finalize();
    this.#drawn = null;
  }

  async #update(drawn: Drawn, datasets: Drawn['datasets'], params: Drawn['params'], labels: string): Promise<void> {
    const { view, names } = drawn;
    const changed = Object.keys(datasets).filter((name) => names.has(name) && !sameRows(datasets[name], drawn.datasets[name]));
    const moved = Object.keys(params).filter((name) => String(params[name]) !== String(drawn.params[name]));
    const resized = labels !== drawn.labels;
    if (changed.length + moved.length === 0 && !resized) return;
    for (const name of changed) view.change(name, changeset().remove(truthy).insert([...datasets[name]]));
    for (const name of moved) view.signal(name, params[name]);
    if (resized) view.resize();
    Object.assign(drawn, { datasets, params, labels });
    await view.runAsync();
  }

  /** The old picture stays until the new one is there. */
  async #rebuild(figure: Figure, rates: readonly CurveRate[], theme: ChartTheme, width: number, rest: Omit<Drawn, 'view' | 'finalize' | 'names'>): Promise<void> {
    const place = document.createElement('div');
    const { view, vgSpec, finalize } = await embed(place, curveSpec(figure, rates, theme, width, 'page'), {
      ast: true,
      expr: expressionInterpreter,
      renderer: 'canvas',
      actions: false,
      hover: false,
      defaultStyle: false,
      tooltip: false,
    });
    this.#drawn?.finalize();
    this.#drawn = { ...rest, view, finalize, names: new Set(vgSpec.data?.map(({ name }) => name)) };
    this.place.replaceChildren(place);
  }
}

function sameRows(rows: readonly object[], before: readonly object[]): boolean {
  if (rows.length !== before.length) return false;
  return rows.every((row, index) => {
    const [one, other] = [row as RatePoint & { text?: string; labelY?: number }, before[index] as RatePoint & { text?: string; labelY?: number }];
    return one.x === other.x && one.y === other.y && one.rate === other.rate && one.text === other.text && one.labelY === other.labelY;
  });
}
