import { figureTable } from '../src/charts/figureTable.ts';
import type { CurveVariant } from '../src/charts/curveVariant.ts';
import type { Figure } from '../src/charts/figure.ts';
import { element } from './dom.ts';
import { TEXTS } from './texts.ts';

/** Milliseconds between two updates of an open table: rows that change faster cannot be read. */
const UPDATE_INTERVAL = 2000;

/** The numbers of a chart as a table, for those who cannot see it and for those who want them; made when it is opened. */
export class NumbersTable {
  readonly root: HTMLDetailsElement;
  readonly #place = element('div', { class: 'scroll', tabindex: 0, role: 'region' });
  #figure: Figure | null = null;
  #variants: readonly CurveVariant[] = [];
  #lastRendered = -UPDATE_INTERVAL;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(title: string) {
    this.#place.setAttribute('aria-label', TEXTS.numbersOf(title));
    this.root = element('details', { class: 'numbers' }, element('summary', {}, TEXTS.numbers), this.#place);
    this.root.addEventListener('toggle', () => this.#render());
  }

  update(figure: Figure, variants: readonly CurveVariant[]): void {
    this.#figure = figure;
    this.#variants = variants;
    if (!this.root.open || this.#timer !== null) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#render();
      },
      Math.max(0, this.#lastRendered + UPDATE_INTERVAL - performance.now()),
    );
  }

  #render(): void {
    if (!this.root.open || !this.#figure) return;
    this.#lastRendered = performance.now();
    const { columns, rows } = figureTable(this.#figure, this.#variants);
    const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)));
    const body = rows.map(([first, ...cells]) =>
      element('tr', {}, element('th', { scope: 'row' }, first), ...cells.map((cell) => element('td', {}, cell))),
    );
    this.#place.replaceChildren(element('table', {}, element('thead', {}, head), element('tbody', {}, ...body)));
  }
}
