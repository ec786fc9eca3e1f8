import { figureTable } from '../src/charts/figureTable.ts';
import type { CurveRate } from '../src/charts/curves.ts';
import type { Figure } from '../src/charts/figure.ts';
import { element } from './dom.ts';
import { TEXTS } from './texts.ts';

/** Milliseconds between two versions of an open table: rows that change faster cannot be read. */
const PAUSE = 2000;

/** The numbers behind a picture, for those who cannot see it and for those who want them; made when they are asked for. */
export class NumbersTable {
  readonly root: HTMLDetailsElement;
  readonly #place = element('div', { class: 'scroll', tabindex: 0, role: 'region' });
  #figure: Figure | null = null;
  #rates: readonly CurveRate[] = [];
  #made = -PAUSE;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(title: string) {
    this.#place.setAttribute('aria-label', `${title}: ${TEXTS.numbers}`);
    this.root = element('details', { class: 'numbers' }, element('summary', {}, TEXTS.numbers), this.#place);
    this.root.addEventListener('toggle', () => this.#make());
  }

  update(figure: Figure, rates: readonly CurveRate[]): void {
    this.#figure = figure;
    this.#rates = rates;
    if (!this.root.open || this.#timer !== null) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#make();
      },
      Math.max(0, this.#made + PAUSE - performance.now()),
    );
  }

  #make(): void {
    if (!this.root.open || !this.#figure) return;
    this.#made = performance.now();
    const { columns, rows } = figureTable(this.#figure, this.#rates);
    const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)));
    const body = rows.map(([first, ...cells]) =>
      element('tr', {}, element('th', { scope: 'row' }, first), ...cells.map((cell) => element('td', {}, cell))),
    );
    this.#place.replaceChildren(element('table', {}, element('thead', {}, head), element('tbody', {}, ...body)));
  }
}
