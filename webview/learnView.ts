import type { Symptom } from '../src/domain/finding.ts';
import { verdictText } from '../src/domain/verdictText.ts';
import { CHAPTERS } from '../src/protocol/learn.ts';
import type { ChapterName, ChapterResult, LearnMessage, LearnRequest } from '../src/protocol/learn.ts';
import { element, setShown, setText } from './dom.ts';
import { CHAPTER_STORIES, TEXTS } from './learnTexts.ts';
import { GLOSSARY } from './glossary.ts';
import { SYMPTOM_SENTENCES } from './symptomSentences.ts';
import { symptomSketch } from './symptomSketch.ts';

/** The story of the learning rate in chapters with live experiments, then what curves look like, then the words. */
export class LearnView {
  readonly root: HTMLElement;
  readonly #chapters: Readonly<Record<ChapterName, ChapterView>>;

  constructor(send: (request: LearnRequest) => void) {
    const chapters = CHAPTERS.map((name, index) => [name, new ChapterView(name, index + 1, send)] as const);
    this.#chapters = Object.fromEntries(chapters) as Record<ChapterName, ChapterView>;
    this.root = element(
      'main',
      { class: 'learn' },
      element('h1', {}, TEXTS.title),
      element('p', { class: 'facts' }, TEXTS.intro),
      element('div', { class: 'learn-chapters' }, ...chapters.map(([, { root }]) => root)),
      element('h2', { id: 'symptoms' }, TEXTS.symptoms),
      element('p', { class: 'facts' }, TEXTS.symptomsIntro),
      element(
        'div',
        { class: 'learn-symptoms' },
        ...(Object.keys(SYMPTOM_SENTENCES) as Symptom[]).map((symptom) => symptomCard(symptom, send)),
      ),
      element('h2', { id: 'glossary' }, TEXTS.glossary),
      element(
        'dl',
        { class: 'learn-glossary' },
        ...GLOSSARY.map(([term, meaning]) =>
          element('div', {}, element('dt', {}, term()), element('dd', {}, meaning())),
        ),
      ),
    );
    send({ type: 'rendered' });
  }

  update(results: LearnMessage['results']): void {
    for (const name of CHAPTERS) this.#chapters[name].update(results[name] ?? null);
  }
}

/** A chapter: what will be seen, the button that runs it, and what happened. */
class ChapterView {
  readonly root: HTMLElement;
  readonly #result = element('div', { class: 'learn-result', 'aria-live': 'polite' });
  readonly #open: HTMLButtonElement;
  readonly #start: HTMLButtonElement;

  constructor(
    private readonly chapter: ChapterName,
    number: number,
    send: (request: LearnRequest) => void,
  ) {
    const { title, before, start } = CHAPTER_STORIES[chapter];
    this.#start = button(start(), () => send({ type: 'startChapter', chapter }), 'primary');
    this.#open = button(TEXTS.open, () => send({ type: 'openChapter', chapter }));
    this.root = element(
      'section',
      { class: 'learn-chapter', 'aria-label': title() },
      element('h2', {}, element('span', { class: 'learn-number' }, String(number)), title()),
      element('p', {}, before()),
      this.#result,
      element('div', { class: 'learn-buttons' }, this.#start, this.#open),
    );
    this.update(null);
  }

  update(result: ChapterResult | null): void {
    const { after, again } = CHAPTER_STORIES[this.chapter];
    setShown(this.#open, result !== null);
    setShown(this.#result, result !== null);
    setText(this.#start, result === null ? CHAPTER_STORIES[this.chapter].start() : again());
    if (!result) return;
    const lines = result.isRunning ? [TEXTS.running, ...result.lines] : [...result.lines, after()];
    const text = lines.join('\n');
    if (this.#result.dataset.text === text) return;
    this.#result.dataset.text = text;
    this.#result.replaceChildren(...lines.filter(Boolean).map((line) => element('p', {}, line)));
  }
}

function symptomCard(symptom: Symptom, send: (request: LearnRequest) => void): HTMLElement {
  return element(
    'figure',
    { class: 'learn-symptom' },
    symptomSketch(symptom),
    element(
      'figcaption',
      {},
      element('h3', {}, verdictText(symptom)),
      element('p', {}, SYMPTOM_SENTENCES[symptom]()),
      button(TEXTS.more(verdictText(symptom)), () => send({ type: 'explain', symptom }), 'quiet'),
    ),
  );
}

function button(text: string, onClick: () => void, style?: 'primary' | 'quiet'): HTMLButtonElement {
  const made = element('button', { type: 'button', class: style ?? 'secondary' }, text);
  made.addEventListener('click', onClick);
  return made;
}
