import { FORM_FIELDS, FORM_KINDS, MORE_FIELDS } from '../src/protocol/newExperiment.ts';
import type {
  FieldName,
  FormCheck,
  FormKind,
  FormMessage,
  FormRequest,
  FormValues,
} from '../src/protocol/newExperiment.ts';
import { element, setShown, setText } from './dom.ts';
import { FormField } from './formField.ts';
import { KIND_WORDS, TEXTS } from './newExperimentTexts.ts';
import { rateCurve } from './rateCurves.ts';

/** Milliseconds without a change after which a screen reader is told what is wrong or what would be trained. */
const DEBOUNCE = 700;

/** The fields whose curves are drawn behind them. */
const CURVE_FIELDS: readonly FieldName[] = ['schedules', 'scheduleOptions'];

/** The form of one kind of experiment at a time: chosen, filled in, checked by the extension host, started. */
export class NewExperimentView {
  readonly root: HTMLElement;
  readonly #intro = element('p', { class: 'facts' });
  readonly #kinds = new Map<FormKind, HTMLInputElement>();
  readonly #fields = element('div', { class: 'form-fields' });
  readonly #more = element('details', { class: 'form-more' });
  readonly #curves = element('div', { class: 'rate-curves', role: 'group', 'aria-label': TEXTS.curves });
  readonly #amounts = element('p', { class: 'form-amounts' });
  readonly #problem = element('p', { class: 'form-error', id: 'form-problem' });
  readonly #command = element('code');
  readonly #commandRow: HTMLElement;
  readonly #form: HTMLElement;
  readonly #spoken = element('div', { class: 'screen-reader-only', role: 'status', 'aria-live': 'polite' });
  #kind: FormKind = 'sweep';
  /** The network whose defaults the fields started from. */
  #network = '';
  #shown: readonly FormField[] = [];
  #isStarting = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (request: FormRequest) => void) {
    this.#commandRow = element(
      'div',
      { class: 'form-command' },
      element('span', { class: 'form-hint' }, TEXTS.command),
      this.#command,
      button(TEXTS.copy, () => this.#copy()),
    );
    this.#form = element(
      'form',
      { novalidate: true },
      this.#kindChoice(),
      this.#fields,
      this.#more,
      this.#commandRow,
      element(
        'footer',
        { class: 'form-footer' },
        element('button', { type: 'submit', class: 'primary' }, TEXTS.start),
        button(TEXTS.reset, () => send({ type: 'reset', kind: this.#kind })),
        this.#problem,
        this.#amounts,
      ),
    );
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#start();
    });
    this.root = element(
      'main',
      { class: 'new-experiment' },
      element('h1', {}, TEXTS.title),
      this.#intro,
      this.#form,
      this.#spoken,
    );
    setShown(this.#form, false);
  }

  onMessage(message: FormMessage): void {
    switch (message.type) {
      case 'form':
        this.#showForm(message);
        break;
      case 'check':
        this.#showCheck(message.check);
        break;
      case 'startEnded':
        this.#isStarting = false;
        this.#shown.find(({ isWrong }) => isWrong)?.focus();
        break;
    }
  }

  #kindChoice(): HTMLElement {
    const choices = FORM_KINDS.map((kind) => {
      const [nameId, hintId] = [`kind-${kind}`, `kind-${kind}-hint`];
      const described = { 'aria-labelledby': nameId, 'aria-describedby': hintId };
      const input = element('input', { type: 'radio', name: 'kind', value: kind, ...described });
      input.addEventListener('change', () => this.send({ type: 'chooseKind', kind }));
      this.#kinds.set(kind, input);
      const { name, hint } = KIND_WORDS[kind];
      return element(
        'label',
        { class: 'form-kind' },
        input,
        element('span', { class: 'form-kind-name', id: nameId }, name()),
        element('span', { class: 'form-hint', id: hintId }, hint()),
      );
    });
    return element('fieldset', { class: 'form-kinds' }, element('legend', {}, TEXTS.kinds), ...choices);
  }

  #showForm({ kind, values, images }: Extract<FormMessage, { type: 'form' }>): void {
    // Another network of the same kind: the fields stay, and so does the focus.
    if (kind !== this.#kind || this.#shown.length === 0) this.#makeFields(kind);
    this.#kind = kind;
    this.#network = values.network ?? '';
    setText(this.#intro, images === null ? TEXTS.intro : TEXTS.introOwn(images));
    this.#kinds.get(kind)!.checked = true;
    for (const field of this.#shown) field.value = values[field.name] ?? '';
    this.#showHints();
    const isFirst = this.#form.hidden;
    setShown(this.#form, true);
    if (isFirst) {
      this.#kinds.get(kind)!.focus();
      this.send({ type: 'rendered' });
    }
  }

  #makeFields(kind: FormKind): void {
    this.#shown = FORM_FIELDS[kind].map((name: FieldName) => new FormField(name, kind, () => this.#onChange(name)));
    const isMore = ({ name }: FormField): boolean => MORE_FIELDS.includes(name);
    this.#fields.replaceChildren(...this.#shown.filter((field) => !isMore(field)).map(({ root }) => root));
    this.#curves.replaceChildren();
    this.#shown.find(({ name }) => CURVE_FIELDS.includes(name))?.root.after(this.#curves);
    const more = element('div', { class: 'form-fields' }, ...this.#shown.filter(isMore).map(({ root }) => root));
    this.#more.replaceChildren(element('summary', {}, TEXTS.more), more);
  }

  get #values(): FormValues {
    return Object.fromEntries(this.#shown.map(({ name, value }) => [name, value]));
  }

  #onChange(name: FieldName): void {
    const [kind, values] = [this.#kind, this.#values];
    this.#showHints();
    if (name !== 'network') return this.send({ type: 'change', kind, values });
    const { network = '' } = values;
    this.send({ type: 'chooseNetwork', kind, values: { ...values, network: this.#network }, network });
  }

  #showHints(): void {
    for (const field of this.#shown) field.showHint(this.#values);
  }

  #showCheck({ errors, problem, placeholders, amounts, command, curves }: FormCheck): void {
    const wrong = this.#shown.filter(({ name }) => errors[name] !== undefined);
    for (const field of this.#shown) {
      field.showError(errors[field.name] ?? null);
      const placeholder = placeholders[field.name];
      if (placeholder !== undefined) field.showPlaceholder(placeholder);
    }
    if (wrong.some(({ name }) => MORE_FIELDS.includes(name))) this.#more.open = true;
    const isWrong = wrong.length > 0 || problem !== null;
    const message = problem ?? (isWrong ? TEXTS.incomplete : '');
    setText(this.#problem, message);
    setShown(this.#problem, isWrong);
    setText(this.#amounts, amounts.join(' · '));
    setShown(this.#amounts, !isWrong);
    setText(this.#command, command ?? '');
    setShown(this.#commandRow, command !== null);
    if (!isWrong) this.#curves.replaceChildren(...curves.map(rateCurve));
    setShown(this.#curves, this.#curves.childElementCount > 0);
    this.#say(problem ?? (wrong.length > 0 ? errors[wrong[0].name]! : amounts.join(', ')));
  }

  #start(): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    this.send({ type: 'start', kind: this.#kind, values: this.#values });
  }

  #copy(): void {
    this.send({ type: 'copy', command: this.#command.textContent });
    this.#say(TEXTS.copied);
  }

  #say(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => setText(this.#spoken, text), DEBOUNCE);
  }
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'secondary' }, text);
  made.addEventListener('click', onClick);
  return made;
}
