import type { ResultTable } from '../src/kinds/kind.ts';
import { element, setShown } from './dom.ts';

/** What an experiment compares, in rows with the colours of the charts; hidden where there is nothing to compare. */
export class ResultsCard {
  readonly root = element('section', { class: 'card results', 'aria-labelledby': 'results-title', hidden: true });
  #shown = '';

  /** @param colours by variant */
  update(table: ResultTable | null, colours: ReadonlyMap<string, string>): void {
    const shown = JSON.stringify([table, [...colours]]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    setShown(this.root, table !== null);
    this.root.replaceChildren(...(table ? contentOf(table, colours) : []));
  }
}

function contentOf({ title, columns, rows, note }: ResultTable, colours: ReadonlyMap<string, string>): HTMLElement[] {
  const heads = columns.map((column) => element('th', { scope: 'col' }, column));
  const body = rows.map(({ variant, cells: [name, ...cells] }) => {
    const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' });
    if (variant !== null) swatch.style.setProperty('--variant', colours.get(variant) ?? '');
    const head = element(
      'span',
      { class: 'variant-cell' },
      variant === null ? null : swatch,
      element('span', {}, name),
    );
    return element('tr', {}, element('th', { scope: 'row' }, head), ...cells.map((cell) => element('td', {}, cell)));
  });
  const table = element('table', {}, element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...body));
  return [
    element('h2', { id: 'results-title' }, title),
    element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'results-title' }, table),
    element('p', { class: 'help' }, note),
  ];
}
