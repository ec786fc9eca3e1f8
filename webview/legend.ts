import type { CurveRate } from '../src/charts/curves.ts';
import { drawn, element, set, write } from './dom.ts';
import { TEXTS } from './texts.ts';

/** One rate of the legend. */
interface Item {
  readonly root: HTMLElement;
  readonly name: HTMLButtonElement;
  readonly eye: HTMLButtonElement;
  readonly word: HTMLElement;
}

/**
 * The rates and their colours. Choosing a rate shows it alone, choosing it again shows all; its eye, or Shift or Ctrl with the
 * choice, hides it; the lines of both engines at one rate come and go together. Arrow keys lead from one to the next.
 */
export class Legend {
  readonly root = element('div', {
    class: 'legend',
    role: 'toolbar',
    'aria-label': TEXTS.legend,
    title: TEXTS.legendHint,
  });
  readonly #items = new Map<string, Item>();
  #rates: readonly number[] = [];
  #hidden: readonly number[] = [];

  constructor(private readonly onHide: (hidden: readonly number[]) => void) {
    this.root.addEventListener('keydown', (event) => this.#steer(event));
  }

  update(rates: readonly CurveRate[], colours: readonly string[], hidden: readonly number[]): void {
    this.#hidden = hidden;
    this.#rates = [...new Set(rates.map(({ rate }) => rate))];
    if (rates.map(({ label }) => label).join() !== [...this.#items.keys()].join()) {
      this.#items.clear();
      rates.forEach((rate) => this.#items.set(rate.label, this.#make(rate)));
      this.root.replaceChildren(...[...this.#items.values()].map(({ root }) => root));
      this.#buttons().forEach((button, index) => (button.tabIndex = index === 0 ? 0 : -1));
    }
    const alone = this.#rates.length - hidden.length === 1;
    rates.forEach(({ rate, label, word }, index) => {
      const item = this.#items.get(label)!;
      const off = hidden.includes(rate);
      item.root.style.setProperty('--rate', colours[index]);
      item.root.classList.toggle('off', off);
      write(item.word, word);
      const pressed = alone && !off && this.#rates.length > 1;
      set(item.name, {
        'aria-pressed': String(pressed),
        'aria-label': pressed ? TEXTS.showAll : [TEXTS.isolate(label), word].filter(Boolean).join(', '),
      });
      set(item.eye, {
        'aria-pressed': String(!off),
        'aria-label': off ? TEXTS.unhide(label) : TEXTS.hide(label),
        title: off ? TEXTS.unhide(label) : TEXTS.hide(label),
      });
    });
  }

  #make({ rate, label, dashed }: CurveRate): Item {
    const word = element('span', { class: 'word' });
    const name = element(
      'button',
      { type: 'button', class: 'legend-name' },
      element('span', { class: dashed ? 'swatch dashed' : 'swatch', 'aria-hidden': 'true' }),
      element('span', {}, label),
      word,
    );
    const eye = element('button', { type: 'button', class: 'legend-eye' }, eyeIcon());
    name.addEventListener('click', (event) =>
      event.shiftKey || event.ctrlKey || event.metaKey ? this.#toggle(rate) : this.#isolate(rate),
    );
    eye.addEventListener('click', () => this.#toggle(rate));
    return { root: element('span', { class: 'legend-item' }, name, eye), name, eye, word };
  }

  #isolate(rate: number): void {
    const others = this.#rates.filter((other) => other !== rate);
    const isAlone = !this.#hidden.includes(rate) && others.every((other) => this.#hidden.includes(other));
    this.onHide(isAlone ? [] : others);
  }

  #toggle(rate: number): void {
    const hidden = this.#hidden.includes(rate)
      ? this.#hidden.filter((other) => other !== rate)
      : [...this.#hidden, rate];
    // An empty picture helps nobody.
    this.onHide(hidden.length === this.#rates.length ? [] : hidden);
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.#items.values()].flatMap(({ name, eye }) => [name, eye]);
  }

  #steer(event: KeyboardEvent): void {
    const buttons = this.#buttons();
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const to = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  }
}

function eyeIcon(): SVGElement {
  return drawn(
    'svg',
    { viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    drawn('path', { class: 'lid', d: 'M1.5 8 C4 4 12 4 14.5 8 C12 12 4 12 1.5 8 Z' }),
    drawn('circle', { class: 'pupil', cx: 8, cy: 8, r: 2 }),
    drawn('path', { class: 'slash', d: 'M3 13.5 L13 2.5' }),
  );
}
