import { element, setShown, setText } from './dom.ts';
import { TEXTS } from './texts.ts';

/** So few variants are found without a search. */
const FEW = 12;

/** How many variants there are. */
export interface VariantCounts {
  readonly all: number;
  /** With the words of the filter. */
  readonly found: number;
  /** Of these, what the reader has not hidden. */
  readonly shown: number;
  /** Of these, those with curves. */
  readonly drawn: number;
}

/** A field for words that all that is listed and drawn must have, where there is much of it. */
export class RunFilter {
  readonly #input = element('input', {
    type: 'search',
    placeholder: TEXTS.filterRuns,
    title: TEXTS.filterRunsHint,
    'aria-label': TEXTS.filterRuns,
  });
  readonly #count = element('span', { role: 'status' });
  readonly #drawn = element('span');
  readonly #all = element('button', { type: 'button', class: 'quiet' });
  readonly root = element('div', { class: 'run-filter' }, this.#input, this.#count, this.#drawn, this.#all);

  /** @param onAll called when the reader wants to see the curves of all */
  constructor(onChange: (filter: string) => void, onAll: () => void) {
    this.#all.addEventListener('click', onAll);
    this.#input.addEventListener('input', () => onChange(this.#input.value));
    // The browser empties the field by Escape, which must not lead to other charts too.
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#input.value !== '') event.stopPropagation();
    });
  }

  update(filter: string, { all, found, shown, drawn }: VariantCounts): void {
    setShown(this.root, all > FEW);
    if (this.#input.value !== filter) this.#input.value = filter;
    setText(this.#count, filter.trim() ? TEXTS.filteredCount(found, all) : '');
    setText(this.#drawn, drawn < shown ? TEXTS.firstDrawn(drawn) : '');
    setText(this.#all, TEXTS.drawAll(shown));
    setShown(this.#all, drawn < shown);
  }
}
