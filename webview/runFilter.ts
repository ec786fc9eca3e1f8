import { element, setShown, setText } from './dom.ts';
import { TEXTS } from './texts.ts';

/** So few variants are found without a search. */
const FEW = 12;

/** A field for words that all that is listed and drawn must have, where there is much of it. */
export class RunFilter {
  readonly #input = element('input', {
    type: 'search',
    placeholder: TEXTS.filterRuns,
    title: TEXTS.filterRunsHint,
    'aria-label': TEXTS.filterRuns,
  });
  readonly #count = element('span', { role: 'status' });
  readonly root = element('div', { class: 'run-filter' }, this.#input, this.#count);

  constructor(onChange: (filter: string) => void) {
    this.#input.addEventListener('input', () => onChange(this.#input.value));
    // The browser empties the field by Escape, which must not lead to other charts too.
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#input.value !== '') event.stopPropagation();
    });
  }

  /**
   * @param shown how many variants have its words
   * @param all how many there are
   */
  update(filter: string, shown: number, all: number): void {
    setShown(this.root, all > FEW);
    if (this.#input.value !== filter) this.#input.value = filter;
    setText(this.#count, filter.trim() ? TEXTS.filteredCount(shown, all) : '');
  }
}
