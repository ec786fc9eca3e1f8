import * as vscode from 'vscode';
import { compareExperiments } from '../../app/compareExperiments.ts';
import type { ComparisonMessage, ExperimentComparisonRequest } from '../../protocol/experimentComparison.ts';
import type { ErrorReporter } from '../errorReporter.ts';
import { pickExperiments } from '../experiments/experimentPick.ts';
import { folderOf } from '../experiments/folderArgument.ts';
import type { ExperimentPanels } from '../panel/experimentPanels.ts';
import type { PanelServices } from '../panel/panelServices.ts';
import { SinglePage } from '../panel/singlePage.ts';

/** Where the folders that the page shows are kept for a window that is loaded again. */
const KEY = 'goldilocks.compared';

/** What changes what the page shows. */
const CHANGES = ['ended', 'annotated', 'deleted'] as const;

/** The page Compare Experiments: a table of experiments and their losses against the rate, kept fresh while it is open. */
export class ComparisonPage implements vscode.Disposable {
  readonly page: SinglePage<ExperimentComparisonRequest, ComparisonMessage>;
  readonly #command: vscode.Disposable;

  constructor(
    private readonly services: PanelServices,
    private readonly panels: ExperimentPanels,
    private readonly errors: ErrorReporter,
  ) {
    const { context, library, log } = services;
    this.page = new SinglePage(
      context.extensionUri,
      log,
      'comparison',
      () => vscode.l10n.t('Compare Experiments'),
      (request: ExperimentComparisonRequest) => void this.errors.guard(() => this.#onRequest(request)),
    );
    // The tree passes the item of the menu and all that are selected, a program a list of folders.
    this.#command = vscode.commands.registerCommand('goldilocks.compareExperiments', (first: unknown, all: unknown) =>
      this.errors.guard(() => this.#compare(foldersOf(Array.isArray(first) ? first : all))),
    );
    for (const event of CHANGES) library.on(event, this.#onChange);
  }

  dispose(): void {
    for (const event of CHANGES) this.services.library.off(event, this.#onChange);
    this.#command.dispose();
    this.page.dispose();
  }

  /** @param given without at least two the user is asked */
  async #compare(given: readonly string[]): Promise<void> {
    const { library, context } = this.services;
    const title = vscode.l10n.t('Compare Experiments');
    const folders = given.length > 1 ? given : await pickExperiments(library, title, given);
    if (!folders) return;
    if (folders.length < 2) throw new RangeError(vscode.l10n.t('Select at least two experiments to compare.'));
    await context.workspaceState.update(KEY, folders);
    this.page.show();
    if (this.page.isDrawn) await this.#send();
  }

  async #onRequest(request: ExperimentComparisonRequest): Promise<void> {
    if (request.type === 'ready') await this.#send();
    else if (request.type === 'open') await this.panels.show(request.folder, { beside: true });
  }

  async #send(): Promise<void> {
    const entries = await Promise.all(
      this.#folders.map(async (folder) => {
        const entry = await this.services.library.entry(folder, { series: false });
        // The curves of a run of another program are shown, those of a sweep are too many.
        return entry.overview?.record.kind === 'training' ? this.services.library.entry(folder) : entry;
      }),
    );
    this.page.post({ type: 'comparison', comparison: compareExperiments(entries) });
  }

  readonly #onChange = (folder: string): void => {
    if (this.page.isDrawn && this.#folders.includes(folder)) void this.errors.guard(() => this.#send());
  };

  get #folders(): readonly string[] {
    return this.services.context.workspaceState.get<readonly string[]>(KEY, []);
  }
}

function foldersOf(all: unknown): string[] {
  return Array.isArray(all) ? [...new Set(all.flatMap((each) => folderOf(each) ?? []))] : [];
}
