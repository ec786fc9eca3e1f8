import path from 'node:path';
import { runProgram } from '../programs.ts';
import { CACHE, prepareEditor } from './editor.ts';
import type { Editor } from './editor.ts';

/** What the tests of a user run: a VS Code, and the package that is installed into it. */
export interface UiEditor {
  readonly editor: Editor;
  readonly vsix: string;
}

const VARIABLE = 'GOLDILOCKS_UI_EDITOR';
const ROOT = path.resolve(__dirname, '..', '..', '..');

/**
 * Finds a VS Code and packs the extension, once: what runs in the same process finds both in the environment.
 * @throws UnavailableError where this platform can have no VS Code.
 */
export async function offerPackage(log: (line: string) => void): Promise<void> {
  const editor = await prepareEditor(log);
  const vsix = path.join(CACHE, 'goldilocks.vsix');
  await runProgram(process.execPath, [path.join(ROOT, 'scripts', 'package.mjs'), vsix], { cwd: ROOT });
  process.env[VARIABLE] = JSON.stringify({ editor, vsix } satisfies UiEditor);
  log(`VS Code ${editor.version}, ${editor.kind}`);
}

/** @throws Error when nothing was offered: tests are started by `npm test -- ui`. */
export function offeredEditor(): UiEditor {
  const value = process.env[VARIABLE];
  if (!value) throw new Error('These tests need a prepared VS Code: start them with `npm test -- ui`.');
  return JSON.parse(value) as UiEditor;
}
