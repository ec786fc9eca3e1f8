import path from 'node:path';
import * as vscode from 'vscode';
import { programName } from '../../programs/launch.ts';
import { splitArguments } from '../../programs/splitArguments.ts';
import type { ProgramMemory } from './programMemory.ts';
import { pythonFor } from './pythonPath.ts';

/** A Python file in the editor that can be started as it is shown there. */
export interface EditedProgram {
  readonly document: vscode.TextDocument;
  /** Absolute path of the folder that it is started in. */
  readonly folder: string;
  readonly python: string;
}

/**
 * The program in a file, which is saved.
 * @param uri of the file; by default that in the active editor
 * @throws Error with a sentence if it cannot be run
 */
export async function editedProgram(uri: vscode.Uri | undefined): Promise<EditedProgram> {
  if (!vscode.workspace.isTrusted)
    throw new Error(vscode.l10n.t('This workspace is in Restricted Mode. Trust it to run its programs.'));
  const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
  if (!document || document.languageId !== 'python')
    throw new Error(
      vscode.l10n.t('No Python file is open in the editor. Open the training program that you want to run.'),
    );
  if (document.uri.scheme === 'vscode-notebook-cell')
    throw new Error(
      vscode.l10n.t(
        'A notebook cannot be run as a program. Run its cells as usual: Goldilocks follows the losses that they print.',
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

/** The arguments that a program is started with. */
export function argumentsOf({ document }: EditedProgram, memory: ProgramMemory): readonly string[] {
  return splitArguments(memory.of(document.uri).arguments) ?? [];
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
