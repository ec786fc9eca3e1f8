import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { ExperimentError } from '../../store/experimentFolder.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';

/**
 * The commands Open Training Log…, which reads a file or folder once, and Follow Training…, which goes on reading while another program
 * writes there.
 */
export class LogCommands {
  constructor(
    private readonly library: ExperimentLibrary,
    private readonly starter: ExperimentStarter,
    private readonly errors: ErrorReporter,
  ) {}

  register(): vscode.Disposable {
    const register = (name: string, run: (place: string) => Promise<string>, label: string): vscode.Disposable =>
      vscode.commands.registerCommand(name, (given: unknown) =>
        this.errors.guard(async () => {
          const place = given instanceof vscode.Uri ? given : await askForPlace(label);
          return place && this.starter.show(await run(pathOf(place)));
        }),
      );
    return vscode.Disposable.from(
      register('goldilocks.openLog', (place) => this.#open(place), vscode.l10n.t('Open Training Log')),
      register('goldilocks.followTraining', (place) => this.#follow(place), vscode.l10n.t('Follow Training')),
    );
  }

  async #open(place: string): Promise<string> {
    // Readers are loaded when the first log is opened.
    const { importLog } = await import('../../app/importLog.ts');
    const title = vscode.l10n.t('Reading {0}', path.basename(place));
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      importLog(place, this.library.storage),
    );
  }

  /** What is followed already is shown, not followed twice. */
  async #follow(place: string): Promise<string> {
    const known = this.library.active.find(({ training }) => training.experiment.record.source === place);
    if (known) return known.training.experiment.folder;
    const { followLogs } = await import('../../logs/followLogs.ts');
    const { training } = await this.library.follow({
      name: path.basename(place),
      place,
      events: (signal) => followLogs(place, {}, signal),
    });
    return training.experiment.folder;
  }
}

/** @throws ExperimentError for a place that is on no disk of this machine */
function pathOf(place: vscode.Uri): string {
  if (place.scheme === 'file') return place.fsPath;
  throw new ExperimentError(
    vscode.l10n.t('Only files and folders on the machine that Goldilocks runs on can be opened.'),
  );
}

async function askForPlace(label: string): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: label,
    openLabel: label,
    canSelectFiles: true,
    canSelectFolders: true,
    canSelectMany: false,
    defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
  });
  return chosen?.[0];
}
