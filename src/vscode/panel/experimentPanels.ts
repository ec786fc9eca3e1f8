import * as vscode from 'vscode';
import type { PanelSelection, PanelState } from '../../protocol/panel.ts';
import { OpenPanel } from './openPanel.ts';
import type { PanelServices } from './panelServices.ts';

export const VIEW_TYPE = 'goldilocks.experiment';

/** The panel that shows an experiment: at most one in a window, put back where it was when the window is loaded again. */
export class ExperimentPanels implements vscode.Disposable {
  #open: OpenPanel | null = null;
  readonly #serializer: vscode.Disposable;

  constructor(private readonly services: PanelServices) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel: vscode.WebviewPanel, state: PanelState | undefined) => {
        if (this.#open) {
          panel.dispose();
          return;
        }
        await this.#adopt(panel).show(state?.folder ?? (await this.#newest()));
      },
    });
  }

  /** Whether the panel is open and in front of its group. */
  get visible(): boolean {
    return this.#open?.visible ?? false;
  }

  /** The experiment shown. */
  get folder(): string | undefined {
    return this.#open?.folder ?? undefined;
  }

  /** What went wrong in the page since it was opened, for tests. */
  get problems(): readonly string[] {
    return this.#open?.problems ?? [];
  }

  /**
   * Opens the panel or brings it to the front.
   * @param folder the experiment to show; without one the panel keeps what it shows, and a new one shows the newest
   * @param options `selection` as OpenPanel.show
   */
  async show(
    folder?: string,
    options: { preserveFocus?: boolean; selection?: PanelSelection | null } = {},
  ): Promise<void> {
    const { preserveFocus = false, selection } = options;
    this.services.warmUp();
    const open = this.#open;
    if (open) {
      open.reveal(preserveFocus);
      if (folder !== undefined || open.folder === null) await open.show(folder ?? (await this.#newest()), selection);
      return;
    }
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, 'Goldilocks', {
      viewColumn: vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
      preserveFocus,
    });
    await this.#adopt(panel).show(folder ?? (await this.#newest()), selection);
  }

  /**
   * Resolves when the page has drawn all charts of an experiment that are in view.
   * @throws Error if the panel is closed before
   */
  async rendered(folder: string): Promise<void> {
    if (!this.#open) throw new Error('The panel is not open.');
    await this.#open.rendered(folder);
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#open?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): OpenPanel {
    const open = new OpenPanel(panel, this.services);
    this.#open = open;
    panel.onDidDispose(() => {
      if (this.#open === open) this.#open = null;
    });
    return open;
  }

  async #newest(): Promise<string | null> {
    const entries = await this.services.library.list();
    return entries.find(({ overview }) => overview)?.folder ?? null;
  }
}
