import { fileName } from '../src/domain/fileName.ts';
import { formatRate } from '../src/domain/rate.ts';
import { button } from './controls.ts';
import { element, setAttributes, setShown, setText } from './dom.ts';
import type { ExperimentModel } from './experimentModel.ts';
import { rateToSweepAround } from './rateToSweepAround.ts';
import { TEXTS } from './texts.ts';
import { drawValueScale } from './valueScale.ts';

/** The experiment's answer, what it was measured on, and how far it holds. */
export class Suggestion {
  readonly root: HTMLElement;
  readonly #title = element('h2', { id: 'suggestion-title' });
  readonly #value = element('p', { class: 'big' });
  readonly #detail = element('p', { class: 'zone' });
  readonly #sweep: HTMLElement;
  #rate: number | null = null;
  readonly #scales = element('div', { class: 'scale' });
  readonly #subject = element('p', { class: 'subject' });
  readonly #notes = element('ul', { class: 'notes' });
  readonly #grounds = element('div', { class: 'grounds' }, this.#notes, this.#subject);
  #shown = '';

  /** @param onSweep sweeps the rates around the one that is suggested */
  constructor(onSweep: (rate: number) => void) {
    this.#sweep = button('', () => this.#rate !== null && onSweep(this.#rate));
    this.root = element(
      'section',
      { class: 'suggestion', 'aria-labelledby': 'suggestion-title' },
      element('div', { class: 'answer' }, this.#title, this.#value, this.#detail, this.#sweep),
      this.#scales,
      this.#grounds,
    );
  }

  /** @param colours by variant */
  update({ description, record, summary }: ExperimentModel, colours: ReadonlyMap<string, string>): void {
    const shown = JSON.stringify([description, [...colours]]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { answer, scales, subject, caveat, notes } = description;
    this.root.classList.toggle('pending', answer.value === null);
    setText(this.#title, answer.title);
    setText(this.#value, answer.value ?? '');
    setShown(this.#value, answer.value !== null);
    setText(this.#detail, answer.detail);
    this.#rate = rateToSweepAround(summary);
    setShown(this.#sweep, this.#rate !== null);
    if (this.#rate !== null) setText(this.#sweep, TEXTS.sweepAround(formatRate(this.#rate)));
    this.root.classList.toggle('without-scale', scales.length === 0);
    setShown(this.#scales, scales.length > 0);
    this.#scales.replaceChildren(...scales.map((scale) => drawValueScale(scale, colours)));
    const origin =
      record.source === null ? TEXTS.measuredOn(subject) : TEXTS.readFrom(fileName(record.source), subject);
    setText(this.#subject, [origin, caveat].filter(Boolean).join(' '));
    setShown(this.#notes, notes.length > 0);
    // What is too long for the card is scrolled, by the keyboard too.
    setAttributes(
      this.#grounds,
      notes.length > 0
        ? { tabindex: 0, role: 'region', 'aria-labelledby': 'suggestion-title' }
        : { tabindex: null, role: null, 'aria-labelledby': null },
    );
    this.#notes.replaceChildren(...notes.map((note) => element('li', {}, note)));
  }
}
