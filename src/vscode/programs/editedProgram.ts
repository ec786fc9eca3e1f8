import path from 'node:path';
import * as vscode from 'vscode';
import { programName } from '../../programs/launch.ts';
import { splitArguments } from '../../programs/splitArguments.ts';
import { codeDocumentOf, isNotebook } from '../rates/codeDocument.ts';
import type { CodeDocument } from '../rates/codeDocument.ts';
import type { ProgramMemory } from './programMemory.ts';
import { pythonFor } from './pythonPath.ts';

/** A Python file or a Jupyter notebook in the editor that can be started as it is shown there. */
export interface EditedProgram {
  readonly document: CodeDocument;
  /** Absolute path of the folder that it is started in. */
  readonly folder: string;
  readonly python: string;
}

/** The type of Jupyter's notebooks. */
const NOTEBOOK_TYPE = 'jupyter-notebook';

/** Whether a document can be started as a program, apart from being saved. */
export function isProgram(document: CodeDocument): boolean {
  return isNotebook(document) ? document.notebookType === NOTEBOOK_TYPE : document.languageId === 'python';
}

/** @throws Error with a sentence where no program may be run */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted)
    throw new Error(vscode.l10n.t('This workspace is in Restricted Mode. Trust it to run its programs.'));
}

/**
 * The program in a file, which is saved.
 * @param uri of the file, or of a notebook's cell; by default that in the active editor
 * @throws Error with a sentence if it cannot be run
 */
export async function editedProgram(uri: vscode.Uri | undefined): Promise<EditedProgram> {
  requireTrust();
  const document = await documentAt(uri);
  if (!document || !isProgram(document))
    throw new Error(
      vscode.l10n.t(
        'No Python file or Jupyter notebook is open in the editor. Open the training program that you want to run.',
      ),
    );
  if (document.isUntitled) throw new Error(vscode.l10n.t('The file has no name yet. Save it, then run it.'));
  if (document.uri.scheme !== 'file')
    throw new Error(vscode.l10n.t('{0} is not a file on disk and cannot be run.', document.uri.toString(true)));
  if (document.isDirty && !(await document.save()))
    throw new Error(vscode.l10n.t('{0} could not be saved, so it was not run.', document.uri.fsPath));
  const file = document.uri.fsPath;
  const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? path.dirname(file);
  return { document, folder, python: await pythonFor(document.uri) };
}

async function documentAt(uri: vscode.Uri | undefined): Promise<CodeDocument | null | undefined> {
  const { activeNotebookEditor, activeTextEditor } = vscode.window;
  if (!uri && activeNotebookEditor) return activeNotebookEditor.notebook;
  if (uri?.scheme === 'file' && /\.ipynb$/i.test(uri.path)) return vscode.workspace.openNotebookDocument(uri);
  const text = uri ? await vscode.workspace.openTextDocument(uri) : activeTextEditor?.document;
  return text?.uri.scheme === 'vscode-notebook-cell' ? codeDocumentOf(text) : text;
}

/** The file that a command is called for: menus pass its URI, those of a notebook's toolbar their editor, links the URI as text. */
export function uriOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument === 'string') return vscode.Uri.parse(argument);
  const { notebookEditor } = (argument ?? {}) as { readonly notebookEditor?: { readonly notebookUri?: unknown } };
  return notebookEditor?.notebookUri instanceof vscode.Uri ? notebookEditor.notebookUri : undefined;
}

/** The arguments that a program is started with. */
export function argumentsOf({ document }: EditedProgram, memory: ProgramMemory): readonly string[] {
  return rememberedArguments(document.uri, memory);
}

/** The arguments that the program in a file was started with last. */
export function rememberedArguments(file: vscode.Uri, memory: ProgramMemory): readonly string[] {
  return splitArguments(memory.of(file).arguments) ?? [];
}

/** How a program is started. */
export function commandOf(
  { document, python }: EditedProgram,
  args: readonly string[],
): readonly [program: string, ...args: string[]] {
  return [python, document.uri.fsPath, ...args];
}

/** What a program is called in titles and lists. */
export function nameOf({ document, folder, python }: EditedProgram, args: readonly string[]): string {
  return programName([path.basename(python), path.relative(folder, document.uri.fsPath), ...args]);
}

/**
 * Asks for the arguments of a program and remembers them.
 * @returns whether the user has not given up
 */
export async function askForArguments({ document }: EditedProgram, memory: ProgramMemory): Promise<boolean> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Arguments of {0}', path.basename(document.uri.fsPath)),
    prompt: vscode.l10n.t('As on a command line, for example --epochs 3. Variables and wildcards are not expanded.'),
    value: memory.of(document.uri).arguments,
    validateInput: (typed) =>
      splitArguments(typed) === null ? vscode.l10n.t('A quotation mark is not closed. Close it.') : null,
  });
  if (text === undefined) return false;
  await memory.rememberArguments(document.uri, text.trim());
  return true;
}
