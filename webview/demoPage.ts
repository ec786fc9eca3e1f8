import { formatLoss } from '../src/domain/format.ts';
import { descend, EXAMPLE_RATES } from '../src/domain/quadratic.ts';
import type { Descent } from '../src/domain/quadratic.ts';
import { explainDescent, regimeText } from '../src/domain/quadraticText.ts';
import { formatRate } from '../src/domain/rate.ts';
import type { DemoState } from '../src/protocol/demo.ts';
import type { Host } from './api.ts';
import { drawLosses, drawParabola, EXTENT, PICTURE } from './demoPlots.ts';
import { DEMO_RATES, RateSlider } from './demoSlider.ts';
import { TEXTS } from './demoTexts.ts';
import { element, setAttributes, setShown, setText, svgElement } from './dom.ts';

/** Milliseconds that each step is shown before the next one: a whole path takes three seconds. */
const STEP_TIME = 60;
/** Milliseconds without a change after which a screen reader is told the result. */
const DEBOUNCE = 500;

/** Gradient descent on a parabola, with a slider for the rate: the path, the loss, and what happens and why. */
export class DemoPage {
  readonly root: HTMLElement;
  #descent: Descent;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #slider = new RateSlider((rate) => this.#show(rate));
  readonly #parabola = picture();
  readonly #losses = picture();
  readonly #leaves = element('span');
  readonly #regime = element('strong');
  readonly #what = element('p');
  readonly #why = element('p');
  readonly #replay = button(TEXTS.replay, () => this.play());
  readonly #rows = element('tbody');
  readonly #spoken = element('div', { class: 'screen-reader-only', role: 'status', 'aria-live': 'polite' });

  constructor(private readonly host: Host) {
    const { snail, pro, maniac } = EXAMPLE_RATES;
    const example = (rate: number, text: string): HTMLElement => button(text, () => this.#start(rate));
    const head = ['step', 'x', 'f(x)'].map((name, index) =>
      element('th', { scope: 'col' }, index === 0 ? TEXTS.step : name),
    );
    this.root = element(
      'main',
      { class: 'demo' },
      element('h1', {}, TEXTS.title),
      element('p', { class: 'facts' }, TEXTS.intro),
      this.#slider.root,
      element(
        'div',
        { class: 'demo-buttons', role: 'group', 'aria-label': TEXTS.examples },
        example(snail, TEXTS.snail(formatRate(snail))),
        example(pro, TEXTS.pro(formatRate(pro))),
        example(maniac, TEXTS.maniac(formatRate(maniac))),
        this.#replay,
      ),
      element('section', { class: 'demo-answer' }, this.#regime, this.#what, this.#why),
      element(
        'div',
        { class: 'demo-pictures' },
        figure(TEXTS.parabola, this.#parabola, this.#leaves),
        figure(TEXTS.loss, this.#losses, TEXTS.lossCaption),
      ),
      element(
        'details',
        { class: 'numbers' },
        element('summary', {}, TEXTS.numbers),
        element(
          'div',
          { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': TEXTS.loss },
          element('table', {}, element('thead', {}, element('tr', {}, ...head)), this.#rows),
        ),
      ),
      this.#spoken,
    );
    const saved = (host.savedState as DemoState | undefined)?.rate;
    this.#descent = descend(saved !== undefined && DEMO_RATES.includes(saved) ? saved : pro);
    this.#show(this.#descent.rate);
  }

  /** Shows the path step by step, or at once if the user wants less motion. */
  play(): void {
    cancelAnimationFrame(this.#frame);
    const isStill = wantsLessMotion();
    setShown(this.#replay, !isStill);
    const { length } = this.#descent.path;
    if (isStill) {
      this.#draw(length);
      return;
    }
    const begin = performance.now();
    const draw = (): void => {
      const shown = Math.min(length, 1 + Math.floor((performance.now() - begin) / STEP_TIME));
      this.#draw(shown);
      if (shown < length) this.#frame = requestAnimationFrame(draw);
    };
    draw();
  }

  #start(rate: number): void {
    this.#show(rate);
    this.play();
  }

  /** Shows a rate and all of its path. */
  #show(rate: number): void {
    cancelAnimationFrame(this.#frame);
    const descent = descend(rate);
    const { path, regime } = descent;
    this.#descent = descent;
    this.host.saveState({ rate });
    this.#slider.set(rate, regimeText(regime));
    setAttributes(this.root, { 'data-regime': regime });
    const { what, why } = explainDescent(descent);
    const name = TEXTS.named(formatRate(rate), regimeText(regime));
    setText(this.#regime, name);
    setText(this.#what, what);
    setText(this.#why, why);
    const left = path.findIndex(([x]) => Math.abs(x) > EXTENT);
    setText(this.#leaves, left === -1 ? '' : TEXTS.leaves(left));
    setAttributes(this.#parabola, { 'aria-label': TEXTS.named(TEXTS.parabola, what) });
    setAttributes(this.#losses, { 'aria-label': TEXTS.named(TEXTS.loss, what) });
    this.#rows.replaceChildren(
      ...path.map(([x, loss], step) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, String(step)),
          element('td', {}, formatRate(x)),
          element('td', {}, formatLoss(loss)),
        ),
      ),
    );
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => setText(this.#spoken, `${what} ${why}`), DEBOUNCE);
    this.#draw(path.length);
  }

  /** @param shown how many points of the path, from its beginning */
  #draw(shown: number): void {
    const path = this.#descent.path.slice(0, shown);
    this.#parabola.replaceChildren(...drawParabola(path));
    this.#losses.replaceChildren(...drawLosses(path, TEXTS.step));
  }
}

function picture(): SVGSVGElement {
  return svgElement('svg', { role: 'img', viewBox: `0 0 ${PICTURE.width} ${PICTURE.height}` });
}

function figure(title: string, drawing: SVGElement, caption: Node | string): HTMLElement {
  const words = element('figcaption', {}, element('h2', {}, title), element('p', { class: 'caption' }, caption));
  return element('figure', {}, words, drawing);
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, text);
  made.addEventListener('click', onClick);
  return made;
}

/** What the user has set in VS Code, or in the operating system. */
function wantsLessMotion(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}
