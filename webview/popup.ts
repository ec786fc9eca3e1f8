import { element, setAttributes } from './dom.ts';

/** A button that opens what belongs to it; Escape or a click elsewhere closes that again. */
export class Popup {
  readonly root: HTMLElement;

  /** @param onOpen comes once the content is there, to fill it and to give it the focus */
  constructor(
    className: string,
    private readonly button: HTMLButtonElement,
    private readonly content: HTMLElement,
    private readonly onOpen: () => void,
  ) {
    content.hidden = true;
    setAttributes(button, { 'aria-expanded': 'false' });
    button.addEventListener('click', () => (this.isOpen ? this.close() : this.#open()));
    this.root = element('div', { class: className }, button, content);
    this.root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.isOpen) return;
      event.preventDefault();
      this.close();
    });
    this.root.addEventListener('focusout', (event) => {
      if (!this.root.contains(event.relatedTarget as Node | null)) this.#hide();
    });
  }

  get isOpen(): boolean {
    return !this.content.hidden;
  }

  /** Leads back to the button. */
  close(): void {
    this.#hide();
    this.button.focus();
  }

  #open(): void {
    this.content.hidden = false;
    setAttributes(this.button, { 'aria-expanded': 'true' });
    this.onOpen();
  }

  #hide(): void {
    this.content.hidden = true;
    setAttributes(this.button, { 'aria-expanded': 'false' });
  }
}
