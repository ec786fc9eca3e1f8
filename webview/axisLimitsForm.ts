import { formatLimit, NO_LIMITS, readLimit, requireAscending } from '../src/charts/axisLimits.ts';
import type { AxisLimits } from '../src/charts/axisLimits.ts';
import type { Axis } from '../src/charts/figure.ts';
import { element, setAttributes, setText } from './dom.ts';
import { Popup } from './popup.ts';
import { TEXTS } from './texts.ts';

type Axes = Readonly<Record<AxisName, Axis>>;
type AxisName = keyof AxisLimits;

const AXES: readonly AxisName[] = ['y', 'x'];

/** A button that opens a form with the ends of a chart's axes: Enter applies it, Escape or a click elsewhere closes it. */
export class AxisLimitsForm {
  readonly #button = element('button', { type: 'button', class: 'quiet', 'aria-haspopup': 'dialog' }, TEXTS.axes);
  readonly #form = element('form', { class: 'menu-list limits', role: 'dialog', tabindex: -1 });
  readonly #popup = new Popup('menu-in-card', this.#button, this.#form, () => this.#fill());
  readonly #titles: Readonly<Record<AxisName, HTMLElement>>;
  readonly #inputs: Readonly<Record<AxisName, readonly [HTMLInputElement, HTMLInputElement]>>;
  readonly #problem: HTMLElement;
  #axes: Axes | null = null;
  #limits = NO_LIMITS;

  /** @param onApply gets what the reader has chosen */
  constructor(
    title: string,
    private readonly onApply: (limits: AxisLimits) => void,
  ) {
    const name = TEXTS.axesOf(title);
    const input = (): HTMLInputElement =>
      element('input', { type: 'text', size: 8, placeholder: TEXTS.automatic, spellcheck: 'false' });
    this.#titles = { x: element('span'), y: element('span') };
    this.#inputs = { x: [input(), input()], y: [input(), input()] };
    this.#problem = element('p', { class: 'limits-problem', role: 'alert' });
    setAttributes(this.#button, { 'aria-label': name });
    setAttributes(this.#form, { 'aria-label': name });
    const reset = element('button', { type: 'button', class: 'quiet' }, TEXTS.resetLimits);
    reset.addEventListener('click', () => this.#apply(NO_LIMITS));
    this.#form.append(
      element('div', {}, element('span'), element('span', {}, TEXTS.minimum), element('span', {}, TEXTS.maximum)),
      ...AXES.map((axis) => element('div', {}, this.#titles[axis], ...this.#inputs[axis])),
      this.#problem,
      element('footer', {}, reset, element('button', { type: 'submit' }, TEXTS.apply)),
    );
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  get root(): HTMLElement {
    return this.#popup.root;
  }

  /** Takes the axes as they are drawn, and their chosen ends. What the reader is writing stays. */
  update(axes: Axes, limits: AxisLimits): void {
    this.#axes = axes;
    this.#limits = limits;
    for (const name of AXES) {
      const { title } = axes[name];
      setText(this.#titles[name], title);
      const [low, high] = this.#inputs[name];
      setAttributes(low, { 'aria-label': TEXTS.minimumOf(title) });
      setAttributes(high, { 'aria-label': TEXTS.maximumOf(title) });
    }
  }

  #fill(): void {
    if (!this.#axes) return this.#popup.close();
    for (const name of AXES) {
      const axis = this.#axes[name];
      this.#inputs[name].forEach((input, end) => {
        input.value = formatLimit(this.#limits[name][end], axis);
        setAttributes(input, { 'aria-invalid': null });
      });
    }
    setText(this.#problem, '');
    this.#inputs.y[0].focus();
  }

  #submit(): void {
    const axes = this.#axes!;
    let last = this.#inputs.y[0];
    try {
      const [y, x] = AXES.map((name) => {
        const [low, high] = this.#inputs[name].map((input) => {
          setAttributes(input, { 'aria-invalid': null });
          last = input;
          return readLimit(input.value, axes[name]);
        });
        requireAscending([low, high]);
        return [low, high] as const;
      });
      this.#apply({ x, y });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      setText(this.#problem, error.message);
      setAttributes(last, { 'aria-invalid': 'true' });
      last.focus();
    }
  }

  #apply(limits: AxisLimits): void {
    this.#popup.close();
    this.onApply(limits);
  }
}
