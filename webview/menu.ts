import { element } from './dom.ts';
import { Popup } from './popup.ts';

export interface MenuItem {
  readonly text: string;
  readonly run: () => void;
}

/** Milliseconds. */
const FLASH = 2500;

/** A button that opens a list of things to do: arrow keys lead through it, Escape or a click elsewhere closes it. */
export class Menu {
  readonly #button: HTMLButtonElement;
  readonly #list = element('div', { class: 'menu-list', role: 'menu' });
  readonly #popup: Popup;

  constructor(
    private readonly text: string,
    name: string,
    groups: readonly (readonly MenuItem[])[],
  ) {
    this.#button = element(
      'button',
      { type: 'button', class: 'quiet', 'aria-haspopup': 'menu', 'aria-label': name },
      text,
    );
    this.#list.append(
      ...groups.map((items) =>
        element(
          'div',
          { class: 'menu-group', role: 'group' },
          ...items.map(({ text: itemText, run }) => {
            const item = element('button', { type: 'button', role: 'menuitem', tabindex: -1 }, itemText);
            item.addEventListener('click', () => {
              this.#popup.close();
              run();
            });
            return item;
          }),
        ),
      ),
    );
    this.#popup = new Popup('menu', this.#button, this.#list, () => this.#items()[0].focus());
    this.root.addEventListener('keydown', (event) => this.#onKeydown(event));
  }

  get root(): HTMLElement {
    return this.#popup.root;
  }

  /** Shows a message on the button for a moment. */
  flash(message: string): void {
    this.#button.textContent = message;
    setTimeout(() => (this.#button.textContent = this.text), FLASH);
  }

  #items(): HTMLButtonElement[] {
    return [...this.#list.querySelectorAll('button')];
  }

  #onKeydown(event: KeyboardEvent): void {
    if (!this.#popup.isOpen) return;
    const items = this.#items();
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    items[(to + items.length) % items.length].focus();
    event.preventDefault();
    event.stopPropagation();
  }
}
