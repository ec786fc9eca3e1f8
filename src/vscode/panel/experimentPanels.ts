import * as vscode from 'vscode';
import type { PanelSelection, PanelState } from '../../protocol/panel.ts';
import { OpenPage } from './openPage.ts';
import type { PanelServices } from './panelServices.ts';

export const VIEW_TYPE = 'goldilocks.experiment';

/** A panel and the page in it. */
interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  readonly page: OpenPage;
}

/** The panel that shows an experiment: at most one in a window, put back where it was when the window is loaded again. */
export class ExperimentPanels implements vscode.Disposable {
  #open: OpenPanel | null = null;
  readonly #shown = new vscode.EventEmitter<string>();
  /** Gets the folder of an experiment when it is shown. */
  readonly onDidShow = this.#shown.event;
  readonly #serializer: vscode.Disposable;

  constructor(private readonly services: PanelServices) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (panel: vscode.WebviewPanel, state: PanelState | undefined) => {
        if (this.#open) {
          panel.dispose();
          return;
        }
        await this.#showIn(this.#adopt(panel), state?.folder ?? (await this.#newest()));
      },
    });
  }

  /** Whether the panel is open and in front of its group. */
  get visible(): boolean {
    return this.#open?.panel.visible ?? false;
  }

  /** The experiment shown. */
  get folder(): string | undefined {
    return this.#open?.page.folder ?? undefined;
  }

  /** What went wrong in the page since it was opened, for tests. */
  get problems(): readonly string[] {
    return this.#open?.page.problems ?? [];
  }

  /**
   * Opens the panel or brings it to the front.
   * @param folder the experiment to show; without one the panel keeps what it shows, and a new one shows the newest
   * @param options `selection` as OpenPage.show; `beside` puts the panel beside the active tab, where a new one
   *   goes anyway if that is a text
   */
  async show(
    folder?: string,
    options: { preserveFocus?: boolean; selection?: PanelSelection | null; beside?: boolean } = {},
  ): Promise<void> {
    const { preserveFocus = false, selection, beside } = options;
    this.services.warmUp();
    const open = this.#open;
    if (open) {
      const covers = beside === true && open.panel.viewColumn === vscode.window.tabGroups.activeTabGroup.viewColumn;
      open.panel.reveal(covers ? vscode.ViewColumn.Beside : undefined, preserveFocus);
      if (folder !== undefined || open.page.folder === null)
        await this.#showIn(open, folder ?? (await this.#newest()), selection);
      return;
    }
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, 'Goldilocks', {
      viewColumn: (beside ?? vscode.window.activeTextEditor) ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
      preserveFocus,
    });
    await this.#showIn(this.#adopt(panel), folder ?? (await this.#newest()), selection);
  }

  /**
   * Resolves when the page has drawn all charts of an experiment that are in view.
   * @throws Error if the panel is closed before
   */
  async rendered(folder: string): Promise<void> {
    if (!this.#open) throw new Error('The panel is not open.');
    await this.#open.page.rendered(folder);
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#shown.dispose();
    this.#open?.panel.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): OpenPanel {
    panel.iconPath = vscode.Uri.joinPath(this.services.context.extensionUri, 'media', 'icon.svg');
    const frame = {
      webview: panel.webview,
      get visible() {
        return panel.visible;
      },
      onDidChangeVisibility: panel.onDidChangeViewState,
      onDidDispose: panel.onDidDispose,
    };
    const page = new OpenPage(frame, 'panel', this.services, (title) => {
      panel.title = title === null ? 'Goldilocks' : `Goldilocks: ${title}`;
    });
    const open = { panel, page };
    this.#open = open;
    panel.onDidDispose(() => {
      if (this.#open === open) this.#open = null;
    });
    return open;
  }

  async #showIn({ page }: OpenPanel, folder: string | null, selection?: PanelSelection | null): Promise<void> {
    if (folder !== null) this.#shown.fire(folder);
    await page.show(folder, selection);
  }

  async #newest(): Promise<string | null> {
    const entries = await this.services.library.list();
    return entries.find(({ overview }) => overview)?.folder ?? null;
  }
}
