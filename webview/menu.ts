import { element, setAttributes } from './dom.ts';

export interface MenuItem {
  readonly text: string;
  readonly run: () => void;
}

/** Milliseconds. */
const FLASH = 2500;

/** A button that opens a list of things to do: arrow keys lead through it, Escape or a click elsewhere closes it. */
export class Menu {
  readonly root: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #list = element('div', { class: 'menu-list', role: 'menu', hidden: true });

  constructor(
    private readonly text: string,
    name: string,
    groups: readonly (readonly MenuItem[])[],
  ) {
    this.#button = element(
      'button',
      { type: 'button', class: 'quiet', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-label': name },
      text,
    );
    this.#button.addEventListener('click', () => (this.#list.hidden ? this.#open() : this.#close()));
    this.#list.append(
      ...groups.map((items) =>
        element(
          'div',
          { class: 'menu-group', role: 'group' },
          ...items.map(({ text: itemText, run }) => {
            const item = element('button', { type: 'button', role: 'menuitem', tabindex: -1 }, itemText);
            item.addEventListener('click', () => {
              this.#close();
              run();
            });
            return item;
          }),
        ),
      ),
    );
    this.root = element('div', { class: 'menu' }, this.#button, this.#list);
    this.root.addEventListener('keydown', (event) => this.#onKeydown(event));
    this.root.addEventListener('focusout', (event) => {
      if (!this.root.contains(event.relatedTarget as Node | null)) this.#hide();
    });
  }

  /** Shows a message on the button for a moment. */
  flash(message: string): void {
    this.#button.textContent = message;
    setTimeout(() => (this.#button.textContent = this.text), FLASH);
  }

  #items(): HTMLButtonElement[] {
    return [...this.#list.querySelectorAll('button')];
  }

  #open(): void {
    this.#list.hidden = false;
    setAttributes(this.#button, { 'aria-expanded': 'true' });
    this.#items()[0].focus();
  }

  #close(): void {
    this.#hide();
    this.#button.focus();
  }

  #hide(): void {
    this.#list.hidden = true;
    setAttributes(this.#button, { 'aria-expanded': 'false' });
  }

  #onKeydown(event: KeyboardEvent): void {
    if (this.#list.hidden) return;
    const items = this.#items();
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Escape') this.#close();
    else if (to !== undefined) items[(to + items.length) % items.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
