import type { CurveVariant } from '../src/charts/curveVariant.ts';
import { idsBeside, legendEntries } from './legendEntries.ts';
import type { LegendEntry } from './legendEntries.ts';
import { svgElement, element, setAttributes, setShown, setText } from './dom.ts';
import type { Settings } from './settings.ts';
import { TEXTS } from './texts.ts';

/** More names than this are not looked through one by one, the table and a filter are for that: then a few show the colours. */
const MAX_ITEMS = 40;
const FEW_ITEMS = 12;

/** The style sheet's names for dashes, by their pattern. */
const SWATCHES = ['', 'dashed', 'dashed-long'];

/** One variant of the legend. */
interface LegendItem {
  readonly root: HTMLElement;
  readonly name: HTMLButtonElement;
  readonly eye: HTMLButtonElement;
  readonly verdict: HTMLElement;
}

/**
 * The variants and their colours. Clicking a name shows it alone, clicking it again shows all; the eye, or a click with Shift or Ctrl,
 * hides it; pointing at it fades the others. Arrow keys move from one to the next. A single variant needs no legend.
 */
export class Legend {
  readonly root = element('div', { class: 'legend', role: 'toolbar', title: TEXTS.legendHint });
  readonly #items = new Map<string, LegendItem>();
  /** Ids and labels of the items. */
  #shown = '';
  #entries: readonly LegendEntry[] = [];
  /** Ids of the variants that stay beside an entry that is shown alone. */
  #baselines: readonly string[] = [];
  /** Ids of the variants that are hidden. */
  #hiddenVariants: ReadonlySet<string> = new Set();
  /** Ids of the entries all of whose variants are hidden. */
  #hidden: readonly string[] = [];

  /**
   * @param onHide gets the ids of all variants that are to be hidden
   * @param onHighlight gets the id of the variant that is pointed at, or reached by the keyboard; null when none is, or several are at once
   */
  constructor(
    private readonly onHide: (hidden: readonly string[]) => void,
    private readonly onHighlight: (id: string | null) => void,
  ) {
    this.root.addEventListener('keydown', (event) => this.#onKeydown(event));
  }

  /** @param name of the legend, for screen readers */
  update(
    variants: readonly CurveVariant[],
    colours: readonly string[],
    { hidden, baselines }: Pick<Settings, 'hidden' | 'baselines'>,
    name: string,
  ): void {
    const entries = legendEntries(variants);
    const hiddenIds = new Set(hidden);
    this.#entries = entries;
    this.#baselines = baselines;
    this.#hiddenVariants = hiddenIds;
    this.#hidden = entries.flatMap(({ id, members }) => (members.every((member) => hiddenIds.has(member)) ? id : []));
    setAttributes(this.root, { 'aria-label': name });
    setShown(this.root, variants.length > 1);
    const shown = JSON.stringify(entries.map(({ id, label }) => [id, label]));
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#items.clear();
      const listed = entries.length > MAX_ITEMS ? entries.slice(0, FEW_ITEMS) : entries;
      for (const entry of listed) this.#items.set(entry.id, this.#createItem(entry));
      const more = entries.length - this.#items.size;
      this.root.replaceChildren(
        ...[...this.#items.values()].map(({ root }) => root),
        ...(more > 0 ? [element('span', { class: 'more' }, TEXTS.andMore(more))] : []),
      );
      this.#buttons().forEach((button, index) => (button.tabIndex = index === 0 ? 0 : -1));
    }
    entries.forEach(({ id, label, verdictText, first }) => {
      const item = this.#items.get(id);
      if (!item) return;
      const isHidden = this.#hidden.includes(id);
      item.root.style.setProperty('--variant', colours[first]);
      item.root.classList.toggle('off', isHidden);
      setText(item.verdict, verdictText);
      const isAlone = this.#isAlone(id);
      setAttributes(item.name, {
        'aria-pressed': String(isAlone),
        'aria-label': [TEXTS.isolate(label), verdictText].filter(Boolean).join(', '),
      });
      const action = isHidden ? TEXTS.unhide(label) : TEXTS.hide(label);
      setAttributes(item.eye, { 'aria-pressed': String(!isHidden), 'aria-label': action, title: action });
    });
  }

  #createItem({ id, label, dashes, members }: LegendEntry): LegendItem {
    const verdict = element('span', { class: 'word' });
    const name = element(
      'button',
      { type: 'button', class: 'legend-name' },
      element('span', { class: `swatch ${SWATCHES[dashes % SWATCHES.length]}`, 'aria-hidden': 'true' }),
      element('span', {}, label),
      verdict,
    );
    const eye = element('button', { type: 'button', class: 'legend-eye' }, eyeIcon());
    name.addEventListener('click', (event) =>
      event.shiftKey || event.ctrlKey || event.metaKey ? this.#toggle(id) : this.#isolate(id),
    );
    eye.addEventListener('click', () => this.#toggle(id));
    const root = element('span', { class: 'legend-item' }, name, eye);
    const [only] = members.length === 1 ? members : [null];
    const highlight = (): void => this.onHighlight(this.#hidden.includes(id) ? null : only);
    root.addEventListener('pointerenter', highlight);
    root.addEventListener('pointerleave', () => this.onHighlight(null));
    // A click moves the focus too, which is no reason to go on highlighting.
    root.addEventListener('focusin', ({ target }) => {
      if ((target as Element).matches(':focus-visible')) highlight();
    });
    root.addEventListener('focusout', () => this.onHighlight(null));
    return { root, name, eye, verdict };
  }

  #isolate(id: string): void {
    this.onHide(this.#isAlone(id) ? [] : this.#idsBeside(id));
  }

  #isAlone(id: string): boolean {
    const others = this.#idsBeside(id);
    return others.length > 0 && !this.#hidden.includes(id) && others.every((other) => this.#hiddenVariants.has(other));
  }

  #idsBeside(id: string): string[] {
    return idsBeside(this.#entries, id, this.#baselines);
  }

  #toggle(id: string): void {
    const before = new Set(this.#hidden);
    const isHidden = (entry: LegendEntry): boolean => before.has(entry.id) !== (entry.id === id);
    const hidden = this.#entries.filter(isHidden);
    // Empty charts help nobody.
    this.onHide(hidden.length === this.#entries.length ? [] : hidden.flatMap(({ members }) => members));
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.#items.values()].flatMap(({ name, eye }) => [name, eye]);
  }

  #onKeydown(event: KeyboardEvent): void {
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
  return svgElement(
    'svg',
    { viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    svgElement('path', { class: 'lid', d: 'M1.5 8 C4 4 12 4 14.5 8 C12 12 4 12 1.5 8 Z' }),
    svgElement('circle', { class: 'pupil', cx: 8, cy: 8, r: 2 }),
    svgElement('path', { class: 'slash', d: 'M3 13.5 L13 2.5' }),
  );
}
