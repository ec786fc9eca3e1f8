import { element, write } from './dom.ts';
import type { SweepModel } from './sweepModel.ts';
import { formatRate } from '../src/domain/rate.ts';
import { TEXTS } from './texts.ts';

/** Milliseconds between two announcements of progress: a screen reader shall help, not chatter. */
const PAUSE = 10_000;
/** Milliseconds of stillness after which a place that was read with the keys is told. */
const STILL = 350;

/** Tells a screen reader what others see happen. */
export class Announcer {
  readonly root = element('div', { class: 'for-ears', role: 'status', 'aria-live': 'polite' });
  #ended = 0;
  #underWay = false;
  #told = -PAUSE;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** What is there at first is not news, unless it is under way. */
  begin(model: SweepModel): void {
    this.#underWay = model.progress !== null;
    this.#ended = endedRuns(model);
    if (this.#underWay) this.say(TEXTS.announceStart(model.runs.length));
  }

  follow(model: SweepModel): void {
    const ended = endedRuns(model);
    if (this.#underWay && model.progress === null) {
      const { suggestedRate } = model.summary;
      this.say(suggestedRate === null ? TEXTS.announceNothing : TEXTS.announceResult(formatRate(suggestedRate)));
    } else if (ended > this.#ended && performance.now() - this.#told > PAUSE) {
      this.say(TEXTS.announceEnded(ended, model.runs.length));
    } else {
      return;
    }
    this.#underWay = model.progress !== null;
    this.#ended = ended;
  }

  say(text: string): void {
    this.#told = performance.now();
    write(this.root, text);
  }

  /** Says where somebody has stopped who moves on while it would be said. */
  sayWhenStill(text: string): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => write(this.root, text), STILL);
  }
}

/** Runs that nothing more will happen to. */
export function endedRuns({ runs }: SweepModel): number {
  return runs.filter(({ state }) => state !== 'queued' && state !== 'running').length;
}
