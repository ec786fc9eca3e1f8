import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Translation } from '../../app/translationsElement.ts';
import { ExperimentError, ExperimentFolder } from '../../store/experimentFolder.ts';

/**
 * Asks where to, writes the report of an experiment there and offers to open it.
 * @param scriptFile the script that draws a report's charts
 * @throws ExperimentError if the experiment cannot be read or the report not be written
 */
export async function exportReport(folder: string, scriptFile: string): Promise<void> {
  const experiment = await ExperimentFolder.open(folder);
  const name = (experiment.record.title ?? experiment.record.name).replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-');
  const beside =
    vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? os.homedir();
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Report'),
    defaultUri: vscode.Uri.file(path.join(beside, `goldilocks-${name}.html`)),
    filters: { [vscode.l10n.t('HTML page')]: ['html'] },
  });
  if (!target) return;
  if (target.scheme !== 'file')
    throw new ExperimentError(vscode.l10n.t('The report can only be saved on the machine that Goldilocks runs on.'));
  // The report is most of what the extension could load: only who exports one waits for it.
  const { writeReport } = await import('../../app/writeReport.ts');
  await writeReport(experiment, await readFile(scriptFile, 'utf8'), target.fsPath, translation());
  await offerToOpen(target);
}

/** Of the language that VS Code has translations for; undefined in English. */
function translation(): Translation | undefined {
  const { bundle } = vscode.l10n;
  return bundle && { language: vscode.env.language, messages: bundle };
}

/** A browser on the user's machine opens only what lies on that machine. */
async function offerToOpen(file: vscode.Uri): Promise<void> {
  const isHere = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  const action = isHere ? vscode.l10n.t('Open') : vscode.l10n.t('Reveal in Explorer View');
  const message = vscode.l10n.t('The report is saved as {0}.', path.basename(file.fsPath));
  const canShow = isHere || vscode.workspace.getWorkspaceFolder(file) !== undefined;
  const chosen = await vscode.window.showInformationMessage(message, ...(canShow ? [action] : []));
  if (chosen === undefined) return;
  if (isHere) await vscode.env.openExternal(file);
  else await vscode.commands.executeCommand('revealInExplorer', file);
}
