import * as vscode from 'vscode';
import type { EditedProgram } from './editedProgram.ts';
import type { commandOf } from './editedProgram.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { toVscodeRange } from '../rates/ranges.ts';
import { numberAt, numbersIn } from './numbersInProgram.ts';
import type { ProgramNumber } from './numbersInProgram.ts';

/**
 * The one number in its settings that is the rate of a program whose code has none; null where there is none, or several.
 * @param command of the program
 * @param cwd absolute path of the folder that it is started in
 * @param known a file with settings that it is known to read
 */
export async function settingsNumber(
  command: ReturnType<typeof commandOf>,
  cwd: EditedProgram['folder'],
  rates: RateDocuments,
  known?: vscode.Uri,
): Promise<ProgramNumber | null> {
  const { settingsSite } = await import('../../app/programs/programSettings.ts');
  const site = await settingsSite(command, cwd, (source) => rates.find(source), known?.fsPath);
  if (!site) return null;
  const document = await savedSettings(vscode.Uri.file(site.file));
  const numbers = await numbersIn(document, rates);
  const place = numberAt(numbers, { position: toVscodeRange(site).start });
  return place ? { document, numbers, place } : null;
}

/**
 * The document of a settings file, which is saved: programs read what is on disk.
 * @throws Error with a sentence if it cannot be saved
 */
export async function savedSettings(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty && !(await document.save()))
    throw new Error(vscode.l10n.t('{0} could not be saved, so no program was started.', uri.fsPath));
  return document;
}
