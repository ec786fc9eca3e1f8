import { hasWords } from '../src/domain/hasWords.ts';
import { withPinned, withShown } from './chartChoice.ts';
import type { ChartChoice, OfferedChart } from './chartChoice.ts';
import { element, setAttributes, setShown } from './dom.ts';
import { pinIcon } from './pinIcon.ts';
import { Popup } from './popup.ts';
import { TEXTS } from './texts.ts';

/** So many charts are listed without a field to search them. */
const MAX_WITHOUT_SEARCH = 8;

/** A chart in the list. */
interface PickerRow {
  readonly root: HTMLElement;
  readonly isShown: HTMLInputElement;
  readonly pin: HTMLButtonElement;
}

/** A button that opens a list of all charts: which are shown, and which are pinned before the others. Escape or a click elsewhere closes it. */
export class ChartPicker {
  readonly root: HTMLElement;
  readonly #search = element('input', { type: 'search', placeholder: TEXTS.findChart, 'aria-label': TEXTS.findChart });
  readonly #list = element('div', { class: 'chart-list' });
  readonly #none = element('p', {}, TEXTS.noChart);
  readonly #rows = new Map<string, PickerRow>();
  #offered: readonly OfferedChart[] = [];
  #choice: ChartChoice = { hiddenCharts: [], pinnedCharts: [], metrics: [] };

  /** @param onChange gets what the reader has chosen */
  constructor(private readonly onChange: (choice: ChartChoice) => void) {
    this.#search.addEventListener('input', () => this.#filter());
    const button = element('button', { type: 'button', class: 'quiet', 'aria-haspopup': 'dialog' }, TEXTS.charts);
    const popup = element(
      'div',
      { class: 'menu-list chart-picker', role: 'dialog', 'aria-label': TEXTS.charts, tabindex: -1 },
      this.#search,
      this.#list,
      this.#none,
    );
    const focus = (): void => (this.#search.hidden ? this.#list.querySelector('input') : this.#search)?.focus();
    this.root = new Popup('menu', button, popup, focus).root;
  }

  update(offered: readonly OfferedChart[], choice: ChartChoice): void {
    this.#offered = offered;
    this.#choice = choice;
    setShown(this.root, offered.length > 1 || offered.some(({ isShown }) => !isShown));
    for (const { name, title, isShown, isPinned } of offered) {
      const row = this.#rows.get(name) ?? this.#createRow(name, title);
      row.isShown.checked = isShown;
      const action = isPinned ? TEXTS.unpinChart(title) : TEXTS.pinChart(title);
      setAttributes(row.pin, { 'aria-pressed': String(isPinned), 'aria-label': action, title: action });
    }
    const roots = offered.map(({ name }) => this.#rows.get(name)!.root);
    if (roots.length !== this.#list.children.length || roots.some((root, at) => root !== this.#list.children[at]))
      this.#list.replaceChildren(...roots);
    setShown(this.#search, offered.length > MAX_WITHOUT_SEARCH);
    this.#filter();
  }

  #createRow(name: string, title: string): PickerRow {
    const isShown = element('input', { type: 'checkbox' });
    const pin = element('button', { type: 'button', class: 'pin' }, pinIcon());
    const chart = (): OfferedChart => this.#offered.find((each) => each.name === name)!;
    isShown.addEventListener('change', () => this.onChange(withShown(this.#choice, chart(), isShown.checked)));
    pin.addEventListener('click', () => this.onChange(withPinned(this.#choice, chart(), !chart().isPinned)));
    const root = element('div', {}, element('label', {}, isShown, element('span', {}, title)), pin);
    const row = { root, isShown, pin };
    this.#rows.set(name, row);
    return row;
  }

  /** Lists the charts with all words of the search. */
  #filter(): void {
    const search = this.#search.hidden ? '' : this.#search.value;
    const found = this.#offered.filter(({ title }) => hasWords(title, search));
    for (const chart of this.#offered) setShown(this.#rows.get(chart.name)!.root, found.includes(chart));
    setShown(this.#none, found.length === 0);
  }
}
