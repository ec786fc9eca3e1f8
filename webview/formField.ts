import type { FieldName, FormKind, FormValues } from '../src/protocol/newExperiment.ts';
import { element, setAttributes, setShown, setText } from './dom.ts';
import { choicesOf, hintOf } from './formChoices.ts';
import type { FormChoice } from './formChoices.ts';
import { FIELD_WORDS } from './newExperimentTexts.ts';

/** What a field is filled in with. */
interface FormControl {
  readonly root: HTMLElement;
  /** What takes the focus. */
  readonly input: HTMLElement;
  get(): string;
  set(value: string): void;
}

/** Fields that are checked or not. */
const FLAGS: readonly FieldName[] = ['prune', 'confirm'];

/** Fields of long lists, which need the whole width. */
const WIDE: readonly FieldName[] = [
  'network',
  'rates',
  'schedules',
  'optimizers',
  'batchSizes',
  'prune',
  'confirm',
  'measures',
];

/** A field of a form with its label, a hint, and what is wrong with it. */
export class FormField {
  readonly root: HTMLElement;
  readonly #control: FormControl;
  readonly #hint: HTMLElement;
  readonly #error: HTMLElement;

  /** @param onChange called when the user has changed the value */
  constructor(
    readonly name: FieldName,
    kind: FormKind,
    onChange: () => void,
  ) {
    const id = `field-${name}`;
    const label = FIELD_WORDS[name].name();
    this.#hint = element('p', { class: 'form-hint', id: `${id}-hint` });
    this.#error = element('p', { class: 'form-error', id: `${id}-error` });
    const choices = choicesOf(name, kind);
    const isFlag = FLAGS.includes(name);
    if (name === 'measures') this.#control = checks(label, id, choices ?? [], onChange);
    else if (isFlag) this.#control = flag(label, id, onChange);
    else this.#control = choices ? select(id, choices, onChange) : text(id, onChange);
    const isNamed = name === 'measures' || isFlag;
    this.root = element(
      'div',
      { class: WIDE.includes(name) ? 'form-field wide' : 'form-field', 'data-field': name },
      isNamed ? null : element('label', { for: id }, label),
      this.#control.root,
      this.#error,
      this.#hint,
    );
    this.showError(null);
  }

  get value(): string {
    return this.#control.get();
  }

  set value(value: string) {
    this.#control.set(value);
  }

  get isWrong(): boolean {
    return !this.#error.hidden;
  }

  focus(): void {
    this.#control.input.focus();
  }

  /** @param values of the whole form */
  showHint(values: FormValues): void {
    const hint = hintOf(this.name, values);
    setText(this.#hint, hint);
    setShown(this.#hint, hint !== '');
  }

  showPlaceholder(placeholder: string): void {
    setAttributes(this.#control.input, { placeholder });
  }

  /** @param error a sentence; null if nothing is wrong */
  showError(error: string | null): void {
    setText(this.#error, error ?? '');
    setShown(this.#error, error !== null);
    setAttributes(this.#control.input, {
      'aria-invalid': error === null ? null : 'true',
      'aria-describedby': error === null ? this.#hint.id : `${this.#error.id} ${this.#hint.id}`,
    });
  }
}

function text(id: string, onChange: () => void): FormControl {
  const input = element('input', { type: 'text', id, autocomplete: 'off', spellcheck: 'false' });
  input.addEventListener('input', onChange);
  return { root: input, input, get: () => input.value, set: (value) => void (input.value = value) };
}

function select(id: string, choices: readonly FormChoice[], onChange: () => void): FormControl {
  const input = element('select', { id }, ...choices.map(([value, name]) => element('option', { value }, name)));
  input.addEventListener('change', onChange);
  return {
    root: input,
    input,
    get: () => input.value,
    set: (value) => {
      input.value = value;
      if (input.selectedIndex < 0) input.selectedIndex = 0;
    },
  };
}

function flag(label: string, id: string, onChange: () => void): FormControl {
  const input = element('input', { type: 'checkbox', id });
  input.addEventListener('change', onChange);
  return {
    root: element('label', { class: 'form-check' }, input, label),
    input,
    get: () => (input.checked ? 'true' : ''),
    set: (value) => void (input.checked = value === 'true'),
  };
}

function checks(label: string, id: string, choices: readonly FormChoice[], onChange: () => void): FormControl {
  const flags = choices.map(
    ([name, words], index) => [name, flag(words, index === 0 ? id : `${id}-${name}`, onChange)] as const,
  );
  return {
    root: element('fieldset', {}, element('legend', {}, label), ...flags.map(([, { root }]) => root)),
    input: flags[0][1].input,
    get: () => flags.flatMap(([name, each]) => (each.get() === 'true' ? [name] : [])).join(','),
    set: (value) => flags.forEach(([name, each]) => each.set(value.split(',').includes(name) ? 'true' : '')),
  };
}
