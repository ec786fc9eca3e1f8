import type * as vscode from 'vscode';
import { FORM_KINDS } from '../../protocol/newExperiment.ts';
import type { FormKind, FormValues } from '../../protocol/newExperiment.ts';
import { formDefaults } from './formDefaults.ts';
import type { FormSettings } from './formDefaults.ts';

const KIND_KEY = 'goldilocks.form.kind';

/** Values are stored with the defaults at that time, and forgotten when these have changed: they come from settings. */
interface Remembered {
  readonly values: FormValues;
  readonly defaults: FormValues;
}

/** What stood in the forms last, finished or not, in all windows. */
export class FormMemory {
  constructor(private readonly state: vscode.Memento) {}

  /** The kind whose form was shown last. */
  get kind(): FormKind {
    const last = this.state.get<string>(KIND_KEY);
    return FORM_KINDS.find((kind) => kind === last) ?? 'sweep';
  }

  async rememberKind(kind: FormKind): Promise<void> {
    await this.state.update(KIND_KEY, kind);
  }

  valuesOf(kind: FormKind, settings: FormSettings): FormValues {
    const last = this.state.get<Remembered>(keyOf(kind));
    const defaults = formDefaults(kind, last?.values.network ?? '', settings);
    const isUpToDate = last !== undefined && JSON.stringify(last.defaults) === JSON.stringify(defaults);
    return isUpToDate ? { ...defaults, ...last.values } : formDefaults(kind, '', settings);
  }

  async remember(kind: FormKind, values: FormValues, settings: FormSettings): Promise<void> {
    const defaults = formDefaults(kind, values.network ?? '', settings);
    await this.state.update(keyOf(kind), { values, defaults } satisfies Remembered);
  }

  async forget(kind: FormKind): Promise<void> {
    await this.state.update(keyOf(kind), undefined);
  }
}

function keyOf(kind: FormKind): string {
  return `goldilocks.form.${kind}`;
}
