import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { ExperimentError } from '../../store/experimentFolder.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';

/** The command Open Training Log…: shows the losses of a log file as an experiment. */
export class OpenLogCommand {
  constructor(
    private readonly library: ExperimentLibrary,
    private readonly starter: ExperimentStarter,
    private readonly errors: ErrorReporter,
  ) {}

  register(): vscode.Disposable {
    return vscode.commands.registerCommand('goldilocks.openLog', (file: unknown) =>
      this.errors.guard(() => this.#open(file instanceof vscode.Uri ? file : undefined)),
    );
  }

  /** @param given the file, if the command comes from the Explorer or a program */
  async #open(given: vscode.Uri | undefined): Promise<string | undefined> {
    const file = given ?? (await askForLog());
    if (!file) return undefined;
    if (file.scheme !== 'file') {
      throw new ExperimentError(vscode.l10n.t('Only files on the machine that Goldilocks runs on can be opened.'));
    }
    // Readers are loaded when the first log is opened.
    const { importLog } = await import('../../app/importLog.ts');
    return this.starter.show(await importLog(file.fsPath, this.library.storage));
  }
}

async function askForLog(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Open Training Log'),
    openLabel: vscode.l10n.t('Open Training Log'),
    canSelectMany: false,
    defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
    filters: {
      [vscode.l10n.t('Training logs')]: ['csv', 'tsv', 'jsonl', 'ndjson', 'json', 'log', 'txt'],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  return chosen?.[0];
}
