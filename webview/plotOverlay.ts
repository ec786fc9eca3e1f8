import type { ReadValue } from '../src/charts/reading.ts';
import { svgElement, element, setAttributes, setShown } from './dom.ts';
import type { FigureMark } from '../src/kinds/figureDefinition.ts';
import type { PlotArea } from './plotArea.ts';
import { TEXTS } from './texts.ts';

/** The most values in the readout, so that it does not hide the chart. */
const MAX_VALUES = 8;
/** From the line to its readout, in pixels. */
const GAP = 12;

/** What lies over a chart and moves without drawing the chart again: the reading line, its values, the box of a zoom. */
export class PlotOverlay {
  readonly #line = svgElement('line', { class: 'reading-line' });
  readonly #dots = svgElement('g');
  readonly #box = svgElement('rect', { class: 'zoom-box' });
  readonly #drawing = svgElement('svg', { class: 'overlay', 'aria-hidden': 'true' }, this.#line, this.#dots, this.#box);
  readonly #heading = element('p', { class: 'reading-place' });
  readonly #values = element('div', { class: 'reading-values' });
  readonly #findings = element('div', { class: 'reading-findings' });
  readonly #readout = element(
    'div',
    { class: 'readout', hidden: true, 'aria-hidden': 'true' },
    this.#heading,
    this.#values,
    this.#findings,
  );

  constructor(place: HTMLElement) {
    place.append(this.#drawing, this.#readout);
    this.hideReading();
    this.hideBox();
  }

  /**
   * Shows what the lines say at a place.
   * @param pointerY height in pixels of the pointer, whose nearest values matter most; null without a pointer
   */
  showReading(
    area: PlotArea,
    place: { readonly x: number; readonly text: string },
    values: readonly ReadValue[],
    findings: readonly FigureMark[],
    colours: readonly string[],
    pointerY: number | null,
  ): void {
    const x = area.pixelOfX(place.x);
    if (!(x >= area.left - 1 && x <= area.right + 1)) {
      this.hideReading();
      return;
    }
    setAttributes(this.#line, { x1: x, x2: x, y1: area.top, y2: area.bottom, visibility: 'visible' });
    this.#dots.replaceChildren(
      ...values.map(({ variant, y }) =>
        svgElement('circle', { cx: x, cy: area.pixelOfY(y), r: 4, fill: colours[variant] }),
      ),
    );
    this.#heading.textContent = place.text;
    const distance = ({ y }: ReadValue): number => (pointerY === null ? 0 : Math.abs(area.pixelOfY(y) - pointerY));
    const nearest = [...values].sort((a, b) => distance(a) - distance(b));
    const listed = new Set(nearest.slice(0, MAX_VALUES));
    const rows = values
      .filter((value) => listed.has(value))
      .map((value) => {
        const row = element(
          'div',
          { class: pointerY !== null && value === nearest[0] ? 'nearest' : '' },
          element('span', { class: 'swatch' }),
          element('span', {}, value.name),
          element('span', { class: 'value' }, value.text),
        );
        row.style.setProperty('--variant', colours[value.variant]);
        return row;
      });
    const more = values.length - rows.length;
    this.#values.replaceChildren(
      ...(rows.length > 0 ? rows : [TEXTS.noValues]),
      ...(more > 0 ? [element('div', { class: 'more' }, TEXTS.andMore(more))] : []),
    );
    this.#findings.replaceChildren(
      ...findings.map(({ severity, detail = '' }) =>
        element(
          'p',
          { class: `remark ${severity}` },
          ...(severity === 'good' ? [] : [element('span', { class: 'mark' }, TEXTS.severityMarks[severity])]),
          detail,
        ),
      ),
    );
    setShown(this.#readout, true);
    const { offsetWidth: width, offsetHeight: height } = this.#readout;
    const left = x + GAP + width <= area.right + 40 ? x + GAP : Math.max(0, x - GAP - width);
    const middle = pointerY ?? area.top;
    const top = Math.min(Math.max(middle - height / 2, area.top + 4), Math.max(area.top + 4, area.bottom - height - 4));
    this.#readout.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  hideReading(): void {
    setAttributes(this.#line, { visibility: 'hidden' });
    this.#dots.replaceChildren();
    setShown(this.#readout, false);
  }

  showBox([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): void {
    setAttributes(this.#box, {
      x: Math.min(x1, x2),
      y: Math.min(y1, y2),
      width: Math.abs(x2 - x1),
      height: Math.abs(y2 - y1),
      visibility: 'visible',
    });
  }

  hideBox(): void {
    setAttributes(this.#box, { visibility: 'hidden' });
  }
}
