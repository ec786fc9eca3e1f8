import { describeEngines, engineNames } from '../src/domain/experimentEngines.ts';
import { formatDuration } from '../src/domain/format.ts';
import { runStateText } from '../src/domain/runStateText.ts';
import { button } from './controls.ts';
import { element, setAttributes, setShown, setText } from './dom.ts';
import type { ExperimentModel } from './experimentModel.ts';
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
  readonly #progressText = element('p', { class: 'progress-words' });
  readonly #progress = element('div', { class: 'progress' }, this.#bar, this.#progressText);
  readonly #notice = element('p', { class: 'notice', hidden: true });

  constructor(onAction: (action: HeadingAction) => void) {
    const create = (action: HeadingAction, text: string, hint: string, appearance?: 'primary'): HTMLElement => {
      const made = button(text, () => onAction(action), appearance);
      made.title = hint;
      return made;
    };
    this.#buttons = {
      cancel: create('cancel', TEXTS.cancel, TEXTS.cancelHint, 'primary'),
      resume: create('resume', TEXTS.resume, TEXTS.resumeHint, 'primary'),
      runAgain: create('runAgain', TEXTS.runAgain, TEXTS.runAgainHint),
      run: create('run', TEXTS.newSweep, TEXTS.run),
      exportReport: create('exportReport', TEXTS.report, TEXTS.reportHint),
    };
    this.root = element(
      'header',
      { class: 'heading' },
      element('div', { class: 'heading-words' }, this.#title, this.#facts),
      element('div', { class: 'actions' }, ...Object.values(this.#buttons)),
      this.#progress,
      this.#notice,
    );
  }

  update(model: ExperimentModel): void {
    const { runs, actions, progress } = model;
    setText(this.#title, model.description.title);
    setText(this.#facts, factsOf(model));
    setAttributes(this.#facts, { title: describeEngines(model.engines) || null });
    setShown(this.#buttons.cancel, actions.cancel);
    setShown(this.#buttons.resume, actions.resume);
    setShown(this.#buttons.runAgain, actions.runAgain);
    setShown(this.#buttons.exportReport, progress === null);
    const done = progress?.done ?? null;
    setShown(this.#progress, done !== null);
    if (progress && done !== null) {
      const percent = Math.floor(100 * done);
      setAttributes(this.#bar, { 'aria-valuenow': percent });
      (this.#bar.firstElementChild as HTMLElement).style.transform = `scaleX(${done})`;
      const left = progress.left === null ? null : TEXTS.timeLeft(formatDuration(progress.left));
      const ended = TEXTS.progress(`${percent}%`, model.endedRuns, runs.length, progress.following ?? 0);
      const activity = runs.length === 1 ? runs[0].activity : null;
      setText(this.#progressText, [ended, activity, left].filter(Boolean).join(' – '));
    }
    const notice = progress?.note ?? unfinishedNotice(model);
    setText(this.#notice, notice ?? '');
    setShown(this.#notice, notice !== null);
  }
}

function factsOf({ record, description, engines }: ExperimentModel): string {
  const date = new Date(record.createdAt);
  const time = Number.isNaN(date.getTime())
    ? null
    : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return [description.subject, ...description.amounts, engineNames(engines), time].filter(Boolean).join(' · ');
}

/** Why an experiment that is not running has fewer results than runs; null when it has them all. */
function unfinishedNotice({ runs, progress }: ExperimentModel): string | null {
  if (progress) return null;
  const states = (['failed', 'cancelled', 'interrupted', 'queued'] as const).flatMap((state) => {
    const some = runs.filter((run) => run.state === state).length;
    return some > 0 ? TEXTS.ofRuns(some, runs.length, runStateText(state)) : [];
  });
  return states.length > 0 ? TEXTS.unfinished(states.join(', ')) : null;
}
