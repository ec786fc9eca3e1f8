import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import { experimentMarkdown } from '../../app/experimentMarkdown.ts';
import type { PanelSelection } from '../../protocol/panel.ts';
import { ExperimentError } from '../../store/experimentFolder.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import type { ExperimentPanels } from '../panel/experimentPanels.ts';
import type { ShownExperiment } from '../texts.ts';
import { pickExperiment } from './experimentPick.ts';
import { exportReport } from './exportReport.ts';
import type { ExperimentFilter } from './experimentFilter.ts';
import type { ExperimentsView } from './experimentsView.ts';
import { folderOf, selectionOf } from './folderArgument.ts';

/** In characters; a guess: more than fit where names are shown, so that only pasted text is refused. */
const MAX_TITLE = 100;
/** In characters: an input box shows one line. */
const MAX_NOTE = 500;

/** The commands that show, keep and delete experiments. */
export class ExperimentCommands {
  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly library: ExperimentLibrary,
    private readonly panels: ExperimentPanels,
    private readonly view: ExperimentsView,
    private readonly filter: ExperimentFilter,
    private readonly errors: ErrorReporter,
  ) {}

  register(): vscode.Disposable {
    const register = (
      name: string,
      work: (folder: string | undefined, argument: unknown) => Promise<unknown>,
    ): vscode.Disposable =>
      vscode.commands.registerCommand(`goldilocks.${name}`, (argument: unknown) =>
        this.errors.guard(() => work(folderOf(argument), argument)),
      );
    return vscode.Disposable.from(
      register('showPanel', (folder) => this.panels.show(folder)),
      register('openExperiment', (folder) => this.#open(folder)),
      // The same under the name that it has in the menu of an experiment.
      register('showExperiment', (folder, argument) => this.#open(folder, selectionOf(argument))),
      register('renameExperiment', (folder) => this.#rename(folder)),
      register('editNote', (folder) => this.#editNote(folder)),
      register('starExperiment', async (folder) => folder && this.library.annotate(folder, { starred: true })),
      register('unstarExperiment', async (folder) => folder && this.library.annotate(folder, { starred: undefined })),
      register('copyExperimentAsMarkdown', (folder) => this.#copyAsMarkdown(folder)),
      register('searchExperiments', () => this.filter.search()),
      register('filterExperiments', () => this.filter.choose()),
      register('clearExperimentFilter', () => this.filter.clear()),
      register('unlistExperiment', async (folder) => folder && this.library.unlistOpened(folder)),
      register('deleteExperiment', (folder) => this.#delete(folder)),
      register('exportReport', (folder) => this.#export(folder)),
      register(
        'revealExperiment',
        async (folder) => folder && vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder)),
      ),
      register('copyExperimentPath', async (folder) => folder && vscode.env.clipboard.writeText(folder)),
    );
  }

  /** @param selection what of it to show alone, as ExperimentPanels.show */
  async #open(given: string | undefined, selection?: PanelSelection | null): Promise<void> {
    const folder =
      given ?? (await pickExperiment(this.library, { title: vscode.l10n.t('Open Experiment'), browse: true }));
    if (folder === undefined) return;
    const { problem } = await this.library.entry(folder);
    if (problem !== null) throw new ExperimentError(problem);
    await this.library.listOpened(folder);
    // A click in the view leaves the focus there, so that F2 and the arrow keys go on from it.
    await this.panels.show(folder, { selection, preserveFocus: selection !== undefined });
  }

  /** Asks for a title. Without an argument, as F2 runs it, it is that of the experiment selected in the view. */
  async #rename(given: string | undefined): Promise<void> {
    const shown = await this.#shown(given ?? this.view.selectedFolder, vscode.l10n.t('Rename Experiment'));
    if (!shown) return;
    const { folder } = shown;
    const { title } = shown.description;
    const answer = await vscode.window.showInputBox({
      title: vscode.l10n.t('Rename Experiment'),
      prompt: vscode.l10n.t('Leave it empty to go back to the original name.'),
      value: title,
      validateInput: (text) =>
        text.trim().length > MAX_TITLE ? vscode.l10n.t('A name can have up to {0} characters.', MAX_TITLE) : undefined,
    });
    if (answer === undefined || answer.trim() === title) return;
    await this.library.annotate(folder, { title: answer.trim() || undefined });
  }

  async #editNote(given: string | undefined): Promise<void> {
    const shown = await this.#shown(given, vscode.l10n.t('Edit Note'));
    if (!shown) return;
    const { note = '' } = shown.overview.record;
    const answer = await vscode.window.showInputBox({
      title: vscode.l10n.t('Edit Note'),
      prompt: vscode.l10n.t('A note about "{0}". Leave it empty to remove the note.', shown.description.title),
      value: note,
      validateInput: (text) =>
        text.trim().length > MAX_NOTE ? vscode.l10n.t('A note can have up to {0} characters.', MAX_NOTE) : undefined,
    });
    if (answer === undefined || answer.trim() === note) return;
    await this.library.annotate(shown.folder, { note: answer.trim() || undefined });
  }

  async #copyAsMarkdown(given: string | undefined): Promise<void> {
    const shown = await this.#shown(given, vscode.l10n.t('Copy as Markdown Table'));
    if (shown) await vscode.env.clipboard.writeText(experimentMarkdown(shown.overview));
  }

  /**
   * An experiment that can be shown; undefined if the user chose none.
   * @param title of the list that it is chosen from where no folder is given
   * @throws ExperimentError if it cannot be shown
   */
  async #shown(given: string | undefined, title: string): Promise<ShownExperiment | undefined> {
    const folder = given ?? (await pickExperiment(this.library, { title, accepts: ({ problem }) => problem === null }));
    if (folder === undefined) return undefined;
    const entry = await this.library.entry(folder, { series: false });
    if (entry.problem !== null) throw new ExperimentError(entry.problem);
    return entry;
  }

  async #delete(given: string | undefined): Promise<void> {
    const folder = given ?? (await pickExperiment(this.library, { title: vscode.l10n.t('Delete Experiment') }));
    if (folder === undefined) return;
    await this.library.requireDeletable(folder);
    const entry = await this.library.entry(folder);
    const name = entry.problem === null ? entry.description.title : path.basename(folder);
    const confirm = vscode.l10n.t('Delete');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Delete the experiment "{0}" with all of its results?', name),
      { modal: true, detail: vscode.l10n.t('The folder {0} will be permanently deleted.', folder) },
      confirm,
    );
    if (answer === confirm) await this.library.delete(folder);
  }

  async #export(given: string | undefined): Promise<void> {
    const shown = given ?? (this.panels.visible ? this.panels.folder : undefined);
    const folder = shown ?? (await pickExperiment(this.library, { title: vscode.l10n.t('Export Report') }));
    if (folder !== undefined) await exportReport(folder, this.context.asAbsolutePath('dist/report.js'));
  }
}
