import type { Verdict } from '../src/domain/finding.ts';
import { element, set, write } from './dom.ts';
import type { Settings, SortKey } from './settings.ts';
import { tableRows } from './tableRows.ts';
import type { RateRow, Row } from './tableRows.ts';
import type { SweepModel } from './sweepModel.ts';
import { TEXTS } from './texts.ts';

const COLUMNS: readonly SortKey[] = ['rate', 'verdict', 'loss', 'accuracy', 'epoch', 'state', 'speed'];

/** Cells of one line, kept and rewritten, so that nothing flickers and a selection stays. */
interface Line {
  readonly root: HTMLTableRowElement;
  readonly toggle: HTMLButtonElement | null;
  readonly cells: ReadonlyMap<SortKey | 'why', HTMLElement>;
}

/** The runs in numbers: a line a rate, its seeds below it when they are asked for. */
export class RunTable {
  readonly root: HTMLElement;
  readonly #body = element('tbody');
  readonly #heads = new Map<SortKey, HTMLElement>();
  readonly #lines = new Map<string, Line>();

  constructor(
    private readonly onSort: (key: SortKey) => void,
    private readonly onExpand: (rate: number) => void,
  ) {
    const heads = COLUMNS.map((key) => {
      const sorter = element(
        'button',
        { type: 'button', class: 'sorter', title: TEXTS.columnHints[key] },
        TEXTS.columns[key],
      );
      sorter.addEventListener('click', () => this.onSort(key));
      const head = element('th', { scope: 'col', class: `column-${key}` }, sorter);
      this.#heads.set(key, head);
      return head;
    });
    const table = element(
      'table',
      { class: 'runs' },
      element(
        'thead',
        {},
        element('tr', {}, ...heads, element('th', { scope: 'col', class: 'column-why' }, TEXTS.why)),
      ),
      this.#body,
    );
    const title = element('h2', { id: 'runs-title' }, TEXTS.table);
    const region = element(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'runs-title' },
      table,
    );
    this.root = element('section', { class: 'card', 'aria-labelledby': 'runs-title' }, title, region);
  }

  /** @param colours by rate, ascending */
  update(model: SweepModel, { sort, expanded }: Settings, colours: ReadonlyMap<number, string>): void {
    for (const [key, head] of this.#heads)
      set(head, { 'aria-sort': sort.key !== key ? null : sort.descending ? 'descending' : 'ascending' });
    const wanted = tableRows(model, sort).flatMap((row) => {
      const open = expanded.includes(row.rate);
      const line = this.#line(`${row.rate}`, row, row.seeds.length);
      this.#fill(line, row, colours.get(row.rate));
      if (line.toggle) set(line.toggle, { 'aria-expanded': String(open) });
      if (!open) return [line.root];
      return [line.root, ...row.seeds.map((seed) => this.#seedLine(row, seed))];
    });
    const present = [...this.#body.children];
    if (wanted.length !== present.length || wanted.some((root, index) => root !== present[index]))
      this.#body.replaceChildren(...wanted);
  }

  #seedLine(rate: RateRow, seed: Row): HTMLTableRowElement {
    const line = this.#line(`${rate.rate} ${seed.name}`, seed, 0);
    line.root.classList.add('seed');
    this.#fill(line, seed, undefined);
    return line.root;
  }

  #line(key: string, row: Row, seeds: number): Line {
    const known = this.#lines.get(key);
    if (known) return known;
    const toggle =
      seeds > 0
        ? element('button', { type: 'button', class: 'expander', 'aria-label': TEXTS.runsAt(seeds, row.name) })
        : null;
    toggle?.addEventListener('click', () => this.onExpand(row.rate));
    const name = element('span', { class: 'rate-name' });
    const cells = new Map<SortKey | 'why', HTMLElement>([['rate', name]]);
    const root = element(
      'tr',
      {},
      element(
        'th',
        { scope: 'row' },
        element(
          'span',
          { class: 'rate-cell' },
          toggle,
          element('span', { class: 'swatch', 'aria-hidden': 'true' }),
          name,
        ),
      ),
    );
    for (const column of [...COLUMNS.slice(1), 'why'] as const) {
      const cell = element('td', { class: `column-${column}` });
      cells.set(column, cell);
      root.append(cell);
    }
    const line = { root, toggle, cells };
    this.#lines.set(key, line);
    return line;
  }

  #fill({ root, cells }: Line, row: Row, colour: string | undefined): void {
    if (colour) root.style.setProperty('--rate', colour);
    write(cells.get('rate')!, row.name);
    for (const column of ['loss', 'accuracy', 'epoch', 'state', 'speed'] as const)
      write(cells.get(column)!, row.texts[column]);
    write(cells.get('why')!, row.why);
    fillVerdict(cells.get('verdict')!, row.verdict);
  }
}

/** A word and a shape, so that the colour is not all that tells verdicts apart. */
export function fillVerdict(cell: HTMLElement, verdict: Verdict | null): void {
  if (cell.dataset['verdict'] === String(verdict)) return;
  cell.dataset['verdict'] = String(verdict);
  if (verdict === null) {
    cell.replaceChildren(TEXTS.none);
    return;
  }
  const mark = TEXTS.verdictMarks[verdict];
  cell.replaceChildren(
    element(
      'span',
      { class: `chip ${verdict}` },
      mark ? element('span', { class: 'mark', 'aria-hidden': 'true' }, mark) : null,
      verdict.replaceAll('-', ' '),
    ),
  );
}
