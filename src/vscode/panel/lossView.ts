import * as vscode from 'vscode';
import type { PanelState } from '../../protocol/panel.ts';
import type { ExperimentPanels } from './experimentPanels.ts';
import { FollowedExperiment } from './followedExperiment.ts';
import { OpenPage } from './openPage.ts';
import type { PanelServices } from './panelServices.ts';

const VIEW_ID = 'goldilocks.loss';

/**
 * The Loss view: a small page beside the code that follows what this window trains. It is never shown by itself, and VS Code keeps no
 * page of it while it is hidden.
 */
export class LossView implements vscode.WebviewViewProvider, vscode.Disposable {
  #view: vscode.WebviewView | null = null;
  #page: OpenPage | null = null;
  readonly #followed: FollowedExperiment;
  readonly #disposables: vscode.Disposable[];

  constructor(
    private readonly services: PanelServices,
    panels: ExperimentPanels,
  ) {
    this.#followed = new FollowedExperiment(services.library, () => this.#update());
    this.#disposables = [
      vscode.window.registerWebviewViewProvider(VIEW_ID, this),
      panels.onDidShow((folder) => this.#followed.open(folder)),
      vscode.commands.registerCommand('goldilocks.openInPanel', () => services.actions.openPanel(this.folder)),
    ];
  }

  get visible(): boolean {
    return this.#view?.visible ?? false;
  }

  /** The experiment that is followed. */
  get folder(): string | undefined {
    return this.#followed.folder ?? undefined;
  }

  /** What went wrong in the page since it was opened, for tests. */
  get problems(): readonly string[] {
    return this.#page?.problems ?? [];
  }

  async resolveWebviewView(
    view: vscode.WebviewView,
    { state }: vscode.WebviewViewResolveContext<PanelState>,
  ): Promise<void> {
    const page = new OpenPage(view, 'loss', this.services);
    this.#view = view;
    this.#page = page;
    view.onDidDispose(() => {
      if (this.#view === view) this.#view = this.#page = null;
    });
    this.#followed.restore(state?.folder ?? null);
    await page.show(this.#followed.folder);
  }

  /**
   * Resolves when the page has drawn an experiment.
   * @throws Error if the view is not open, or is closed before
   */
  async rendered(folder: string): Promise<void> {
    if (!this.#page) throw new Error('The view is not open.');
    await this.#page.rendered(folder);
  }

  dispose(): void {
    this.#followed.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #update(): void {
    const { folder } = this.#followed;
    if (this.#page && this.#page.folder !== folder) void this.#page.show(folder);
  }
}
