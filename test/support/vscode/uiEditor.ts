import type { Editor } from './editor.ts';

/** What the tests of a user run: a VS Code, and the package that is installed into it. */
export interface UiEditor {
  readonly editor: Editor;
  readonly vsix: string;
}

const VARIABLE = 'GOLDILOCKS_UI_EDITOR';

/** The runner prepares the editor once, and tests in the same process find it in the environment. */
export function offerEditor(editor: UiEditor): void {
  process.env[VARIABLE] = JSON.stringify(editor);
}

/** @throws Error when the tests were not started by `npm test -- ui`. */
export function offeredEditor(): UiEditor {
  const value = process.env[VARIABLE];
  if (!value) throw new Error('These tests need a prepared VS Code: start them with `npm test -- ui`.');
  return JSON.parse(value) as UiEditor;
}
