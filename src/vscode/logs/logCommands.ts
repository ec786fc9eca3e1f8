import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentEntry } from '../../app/experimentEntry.ts';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { LogThread } from '../../app/logThread/logThread.ts';
import type { LogOptions } from '../../logs/logOptions.ts';
import { ExperimentError } from '../../store/experimentFolder.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import { pickExperiment } from '../experiments/experimentPick.ts';
import { folderOf } from '../experiments/folderArgument.ts';
import type { ExperimentStarter } from '../trainings/experimentStarter.ts';
import { pickColumns } from './columnPick.ts';
import { pickLogs } from './logPick.ts';
import type { RememberedColumns } from './rememberedColumns.ts';
import { findWorkspaceLogs, isGrowing } from './workspaceLogs.ts';

/**
 * The commands Open Training Log…, which reads a file or folder once, Follow Training…, which goes on reading while another program
 * writes there, and Find Training Logs in Workspace, which offers what it finds for either.
 */
export class LogCommands {
  constructor(
    private readonly columns: RememberedColumns,
    private readonly library: ExperimentLibrary,
    private readonly starter: ExperimentStarter,
    private readonly errors: ErrorReporter,
    /** Reads in the background. */
    private readonly thread: LogThread,
  ) {}

  register(): vscode.Disposable {
    const register = (name: string, run: (place: string) => Promise<string | null>, label: string): vscode.Disposable =>
      vscode.commands.registerCommand(name, (given: unknown) =>
        this.errors.guard(async () => {
          const place = given instanceof vscode.Uri ? given : await askForPlace(label);
          return place && this.#show(await run(pathOf(place)));
        }),
      );
    return vscode.Disposable.from(
      register('goldilocks.openLog', (place) => this.#open(place), vscode.l10n.t('Open Training Log')),
      register('goldilocks.followTraining', (place) => this.#follow(place), vscode.l10n.t('Follow Training')),
      vscode.commands.registerCommand('goldilocks.chooseColumns', (argument: unknown) =>
        this.errors.guard(() => this.#chooseColumns(folderOf(argument))),
      ),
      vscode.commands.registerCommand('goldilocks.findLogs', () => this.errors.guard(() => this.#find())),
    );
  }

  /** Opens files and folders that were dropped; a file that is being written is followed. Shows the last of them. */
  async openDropped(places: readonly vscode.Uri[]): Promise<void> {
    await this.errors.guard(async () => {
      for (const place of places.map(pathOf)) {
        const found = await stat(place).catch(() => null);
        await this.#openOrFollow(place, found?.isFile() ? found.mtimeMs : 0);
      }
    });
  }

  async #find(): Promise<void> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Looking for training logs'),
      cancellable: true,
    };
    const found = await vscode.window.withProgress(options, (progress, token) =>
      findWorkspaceLogs(token, (count) => progress.report({ message: vscode.l10n.t('found: {0}', count) })),
    );
    if (found.logs.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'There is no training log in the folders of this workspace. Open one elsewhere with "Open Training Log…".',
        ),
      );
      return;
    }
    for (const { place, changedAt } of await pickLogs(found)) await this.#openOrFollow(place, changedAt);
  }

  /** @param changedAt when something was written there last, as Date.now() gives it */
  async #openOrFollow(place: string, changedAt: number): Promise<void> {
    await this.#show(await (isGrowing(changedAt) ? this.#follow(place) : this.#open(place)));
  }

  /** @param folder of an experiment; null if the user cancelled it */
  async #show(folder: string | null): Promise<string | null> {
    return folder === null ? null : this.starter.show(folder);
  }

  /**
   * Asks for the columns of the log that an experiment was read from, and reads it anew.
   * @param given folder of the experiment; asked for if there is none
   * @throws ExperimentError if the experiment was not read from a log
   */
  async #chooseColumns(given: string | undefined): Promise<void> {
    const title = vscode.l10n.t('Choose Columns');
    const accepts = ({ overview }: ExperimentEntry): boolean => overview?.record.subject === 'log';
    const folder = given ?? (await pickExperiment(this.library, { title, accepts }));
    if (folder === undefined) return;
    const { overview } = await this.library.entry(folder, { series: false });
    const place = overview?.record.source;
    if (!place) throw new ExperimentError(vscode.l10n.t('Columns can be chosen only for a log on disk.'));
    const { openLogs } = await import('../../logs/openLog.ts');
    const { columnsOf } = await import('../../logs/logColumns.ts');
    const [log] = await openLogs(place);
    const { names } = await columnsOf(log, {});
    const before = this.columns.of(names);
    const chosen = await pickColumns(await columnsOf(log, before), before);
    if (!chosen) return;
    await this.columns.remember(names, chosen);
    const active = this.library.activeIn(folder);
    active?.cancel();
    await active?.ended;
    await this.#show(await (active ? this.#follow(place) : this.#open(place, true)));
  }

  /** What the user has chosen for logs with these columns. Nothing where there is no log yet. */
  async #options(place: string): Promise<LogOptions> {
    if (this.columns.isEmpty) return {};
    const { openLogs } = await import('../../logs/openLog.ts');
    const { columnsOf } = await import('../../logs/logColumns.ts');
    const [log] = await openLogs(place).catch(() => []);
    return log ? { columns: this.columns.of((await columnsOf(log, {})).names) } : {};
  }

  /**
   * @param anew reads the log also if it was read before
   * @returns null if the user cancels it
   */
  async #open(place: string, anew = false): Promise<string | null> {
    const title = vscode.l10n.t('Reading {0}', path.basename(place));
    const progress = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(progress, async (_, token) => {
      const cancelled = new AbortController();
      const subscription = token.onCancellationRequested(() => cancelled.abort());
      try {
        const options = { ...(await this.#options(place)), anew };
        return await this.thread.import(place, this.library.storage, options, cancelled.signal);
      } catch (error) {
        if (cancelled.signal.aborted) return null;
        throw error;
      } finally {
        subscription.dispose();
      }
    });
  }

  /** What is followed already is shown, not followed twice. */
  async #follow(place: string): Promise<string> {
    const known = this.library.active.find(({ training }) => training.experiment.record.source === place);
    if (known) return known.training.experiment.folder;
    const options = await this.#options(place);
    const { training } = await this.library.follow({
      name: path.basename(place),
      place,
      events: (signal) => this.thread.follow(place, options, signal),
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
