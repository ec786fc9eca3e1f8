import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox } from '@vscode/webview-ui-toolkit';
import type { Button, Checkbox } from '@vscode/webview-ui-toolkit';
import { element, setAttributes } from './dom.ts';

/** Makes the toolkit's elements known to the page; once, before anything else. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox());
}

/** A button as VS Code draws them. */
export function button(
  text: string,
  onClick: () => void,
  appearance: 'primary' | 'secondary' = 'secondary',
): HTMLElement {
  const made = document.createElement('vscode-button') as Button;
  setAttributes(made, { appearance });
  made.textContent = text;
  made.addEventListener('click', () => {
    if (!made.disabled) onClick();
  });
  return made;
}

export interface Toggle {
  readonly root: HTMLElement;
  set(checked: boolean): void;
}

export function checkbox(text: string, hint: string, onChange: (checked: boolean) => void): Toggle {
  const made = document.createElement('vscode-checkbox') as Checkbox;
  made.textContent = text;
  made.title = hint;
  // The toolkit also tells of changes that were made by program.
  made.addEventListener('change', () => {
    if (made.checked !== known) onChange((known = made.checked));
  });
  let known = false;
  return {
    root: made,
    set: (checked) => {
      known = checked;
      made.checked = checked;
    },
  };
}

export interface Slider {
  readonly root: HTMLElement;
  set(value: number, spoken: string): void;
}

/** The toolkit has no slider: this is the browser's own, drawn by the style sheet in the theme's colours. */
export function slider(label: string, hint: string, max: number, onInput: (value: number) => void): Slider {
  const input = element('input', { type: 'range', min: 0, max, step: 1, title: hint });
  const value = element('output', { class: 'slider-value' });
  input.addEventListener('input', () => onInput(input.valueAsNumber));
  return {
    root: element('label', { class: 'slider' }, element('span', {}, label), input, value),
    set: (now, spoken) => {
      input.valueAsNumber = now;
      setAttributes(input, { 'aria-valuetext': spoken });
      value.textContent = spoken;
    },
  };
}

export interface Choice<Value extends string> {
  readonly root: HTMLElement;
  set(choices: readonly (readonly [value: Value, name: string])[], value: Value): void;
}

/** One of several values, as a list that folds out: the browser's own, drawn by the style sheet in the theme's colours. */
export function choice<Value extends string>(
  label: string,
  hint: string,
  onChange: (value: Value) => void,
): Choice<Value> {
  const select = element('select', { title: hint });
  let shown = '';
  select.addEventListener('change', () => onChange(select.value as Value));
  return {
    root: element('label', { class: 'choice' }, element('span', {}, label), select),
    set: (choices, value) => {
      const content = JSON.stringify(choices);
      // An open list would close.
      if (content !== shown) {
        shown = content;
        select.replaceChildren(...choices.map(([each, name]) => element('option', { value: each }, name)));
      }
      select.value = value;
    },
  };
}
