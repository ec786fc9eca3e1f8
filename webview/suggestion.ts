import { fileName } from '../src/domain/fileName.ts';
import { formatRate } from '../src/domain/rate.ts';
import type { FollowUpName } from '../src/kinds/kind.ts';
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
  readonly #next = button('', () => this.#onNext());
  #onNext = (): void => {};
  readonly #scales = element('div', { class: 'scale' });
  readonly #subject = element('p', { class: 'subject' });
  readonly #notes = element('ul', { class: 'notes' });
  readonly #grounds = element('div', { class: 'grounds' }, this.#notes, this.#subject);
  #shown = '';

  /**
   * @param onSweep sweeps the rates around the one that is suggested
   * @param onFollowUp goes on where the experiment has ended
   */
  constructor(
    private readonly onSweep: (rate: number) => void,
    private readonly onFollowUp: (name: FollowUpName) => void,
  ) {
    this.root = element(
      'section',
      { class: 'suggestion', 'aria-labelledby': 'suggestion-title' },
      element(
        'div',
        { class: 'answer' },
        this.#title,
        element('div', { class: 'value' }, this.#value, this.#next),
        this.#detail,
      ),
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
    const rate = rateToSweepAround(summary);
    const [followUp] = description.followUps ?? [];
    if (rate !== null) this.#offer(TEXTS.sweepAround(formatRate(rate)), () => this.onSweep(rate));
    else if (followUp) this.#offer(followUp.label, () => this.onFollowUp(followUp.name));
    setShown(this.#next, rate !== null || !!followUp);
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

  #offer(text: string, start: () => void): void {
    setText(this.#next, text);
    this.#onNext = start;
  }
}
