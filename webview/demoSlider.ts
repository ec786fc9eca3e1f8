import { formatRate } from '../src/domain/rate.ts';
import { TEXTS } from './demoTexts.ts';
import { element, setAttributes, setText, svgElement } from './dom.ts';

/** The rates of the slider: thousandths up to 0.01, where the snail is, then hundredths. */
export const DEMO_RATES: readonly number[] = [
  ...Array.from({ length: 9 }, (_, index) => (index + 1) / 1000),
  ...Array.from({ length: 120 }, (_, index) => (index + 1) / 100),
];
/** What is written below the slider: where the descent changes, and its ends. */
const MARKS = [0.001, 0.5, 1, 1.2];

/** A slider for the learning rate, with the places marked where the descent changes. */
export class RateSlider {
  readonly root: HTMLElement;
  readonly #input = element('input', { id: 'rate', type: 'range', min: 0, max: DEMO_RATES.length - 1, step: 1 });
  readonly #value = element('span', { class: 'value' });

  /** @param onInput gets the rate that the user has chosen */
  constructor(onInput: (rate: number) => void) {
    this.#input.addEventListener('input', () => onInput(DEMO_RATES[this.#input.valueAsNumber]));
    const marks = MARKS.flatMap((rate) => {
      const x = `${(100 * DEMO_RATES.indexOf(rate)) / (DEMO_RATES.length - 1)}%`;
      return [
        svgElement('line', { x1: x, x2: x, y1: 0, y2: 5 }),
        svgElement('text', { x, y: 17, 'text-anchor': 'middle' }, formatRate(rate)),
      ];
    });
    this.root = element(
      'div',
      { class: 'demo-slider' },
      element('label', { for: 'rate' }, TEXTS.rate),
      this.#value,
      this.#input,
      svgElement('svg', { 'aria-hidden': 'true' }, ...marks),
    );
  }

  /** @param regime how the descent moves at this rate, for those who cannot see it */
  set(rate: number, regime: string): void {
    this.#input.value = String(DEMO_RATES.indexOf(rate));
    setText(this.#value, formatRate(rate));
    setAttributes(this.#input, { 'aria-valuetext': TEXTS.named(formatRate(rate), regime) });
  }
}
