import { describeEngines, describeSubject } from '../src/domain/experiment.ts';
import { formatDuration } from '../src/domain/format.ts';
import { endedRuns } from './announcer.ts';
import { button } from './controls.ts';
import { element, set, show, write } from './dom.ts';
import type { SweepModel } from './sweepModel.ts';
import { TEXTS } from './texts.ts';

export type HeadingAction = 'cancel' | 'resume' | 'runAgain' | 'run' | 'exportReport';

/** What is shown, what can be done with it, and how far it is. */
export class Heading {
  readonly root: HTMLElement;
  readonly #title = element('h1');
  readonly #facts = element('p', { class: 'facts' });
  readonly #buttons: Readonly<Record<HeadingAction, HTMLElement>>;
  readonly #bar = element(
    'div',
    { class: 'bar', role: 'progressbar', 'aria-label': TEXTS.progressName, 'aria-valuemin': 0, 'aria-valuemax': 100 },
    element('div', { class: 'done' }),
  );
  readonly #words = element('p', { class: 'progress-words' });
  readonly #progress = element('div', { class: 'progress' }, this.#bar, this.#words);
  readonly #note = element('p', { class: 'notice', hidden: true });

  constructor(onAction: (action: HeadingAction) => void) {
    const make = (action: HeadingAction, text: string, hint: string, appearance?: 'primary'): HTMLElement => {
      const made = button(text, () => onAction(action), appearance);
      made.title = hint;
      return made;
    };
    this.#buttons = {
      cancel: make('cancel', TEXTS.cancel, TEXTS.cancelHint, 'primary'),
      resume: make('resume', TEXTS.resume, TEXTS.resumeHint, 'primary'),
      runAgain: make('runAgain', TEXTS.runAgain, TEXTS.runAgainHint),
      run: make('run', TEXTS.newSweep, TEXTS.run),
      exportReport: make('exportReport', TEXTS.report, TEXTS.reportHint),
    };
    const words = element('div', { class: 'heading-words' }, this.#title, this.#facts);
    this.root = element(
      'header',
      { class: 'heading' },
      words,
      element('div', { class: 'actions' }, ...Object.values(this.#buttons)),
      this.#progress,
      this.#note,
    );
  }

  update(model: SweepModel): void {
    const { title, runs, actions, progress } = model;
    write(this.#title, title);
    write(this.#facts, factsOf(model));
    show(this.#buttons.cancel, actions.cancel);
    show(this.#buttons.resume, actions.resume);
    show(this.#buttons.runAgain, progress === null);
    show(this.#buttons.exportReport, progress === null);
    const ended = endedRuns(model);
    // The bar keeps its place while somebody reads: it goes only when another experiment is shown or the sweep has ended.
    show(this.#progress, progress !== null);
    if (progress) {
      const percent = Math.floor(100 * progress.done);
      set(this.#bar, { 'aria-valuenow': percent });
      (this.#bar.firstElementChild as HTMLElement).style.transform = `scaleX(${progress.done})`;
      const left = progress.left === null ? null : TEXTS.timeLeft(formatDuration(progress.left));
      write(this.#words, [TEXTS.progress(`${percent} %`, ended, runs.length), left].filter(Boolean).join(' – '));
    }
    const note = progress?.note ?? unfinished(model);
    write(this.#note, note ?? '');
    show(this.#note, note !== null);
  }
}

function factsOf({ record, plan }: SweepModel): string {
  const [spec] = record.specs;
  const rates = new Set(record.specs.map(({ learningRate }) => learningRate)).size;
  const seeds = new Set(record.specs.map(({ seed }) => seed)).size;
  const date = new Date(record.createdAt);
  const when = Number.isNaN(date.getTime())
    ? null
    : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  const subject = record.subject === 'built-in' ? describeSubject(spec).replace(/^the /, '') : null;
  return [
    subject,
    TEXTS.amount(spec.dataset.train.toLocaleString('en'), plan.epochs, rates, seeds),
    describeEngines(record),
    when,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Why a sweep that is over has fewer results than runs; null when it has them all. */
function unfinished({ runs, progress }: SweepModel): string | null {
  if (progress) return null;
  const states = (['failed', 'cancelled', 'interrupted', 'queued'] as const).flatMap((state) => {
    const some = runs.filter((run) => run.state === state).length;
    return some > 0 ? TEXTS.ofSeeds(some, runs.length, TEXTS.states[state]) : [];
  });
  return states.length > 0 ? TEXTS.unfinished(states.join(', ')) : null;
}
