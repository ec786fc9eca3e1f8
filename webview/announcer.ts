import { element, setText } from './dom.ts';
import type { ExperimentModel } from './experimentModel.ts';
import { TEXTS } from './texts.ts';

/** Milliseconds between two announcements of progress, so that a screen reader does not talk all the time. */
const PROGRESS_INTERVAL = 10_000;
/** Milliseconds without a key press after which the place that was read is announced. */
const DEBOUNCE = 350;

/** Tells a screen reader what happens on the page. */
export class Announcer {
  readonly root = element('div', { class: 'screen-reader-only', role: 'status', 'aria-live': 'polite' });
  #ended = 0;
  #isRunning = false;
  #lastAnnounced = -PROGRESS_INTERVAL;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** What the page shows at first is not news, unless it is running. */
  start(model: ExperimentModel): void {
    this.#isRunning = model.progress !== null;
    this.#ended = model.endedRuns;
    if (this.#isRunning) this.announce(TEXTS.announceStart(model.runs.length));
  }

  /** Announces runs that have ended, now and then, and the result. */
  update(model: ExperimentModel): void {
    const ended = model.endedRuns;
    if (this.#isRunning && model.progress === null) {
      const { title, value, detail } = model.description.answer;
      this.announce(TEXTS.announceResult(title, value, detail));
    } else if (ended > this.#ended && performance.now() - this.#lastAnnounced > PROGRESS_INTERVAL) {
      this.announce(TEXTS.announceEnded(ended, model.runs.length));
    } else {
      return;
    }
    this.#isRunning = model.progress !== null;
    this.#ended = ended;
  }

  announce(text: string): void {
    this.#lastAnnounced = performance.now();
    setText(this.root, text);
  }

  /** Announces the last of several texts that follow each other quickly. */
  announceDebounced(text: string): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => setText(this.root, text), DEBOUNCE);
  }
}
