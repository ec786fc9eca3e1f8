import * as vscode from 'vscode';
import type { PanelRequest } from '../../protocol/panel.ts';
import { pageHtml, pageRoots } from '../panel/pageHtml.ts';

const VIEW_TYPE = 'goldilocks.demo';

/** The page of Snail, Maniac, Pro: at most one in a window, put back where it was when the window is loaded again. */
export class DemoPanel implements vscode.Disposable {
  #panel: vscode.WebviewPanel | null = null;
  #problems: string[] = [];
  #isDrawn = false;
  readonly #registrations: vscode.Disposable;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#registrations = vscode.Disposable.from(
      vscode.commands.registerCommand('goldilocks.showDemo', () => this.show()),
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: async (panel: vscode.WebviewPanel) => {
          if (this.#panel) panel.dispose();
          else this.#adopt(panel);
        },
      }),
    );
  }

  /** What went wrong in the page since it was opened, for tests. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Whether the page is open and drawn, for tests. */
  get isDrawn(): boolean {
    return this.#isDrawn;
  }

  /** Opens the page or brings it to the front. */
  show(): void {
    if (this.#panel) {
      this.#panel.reveal();
      return;
    }
    const title = vscode.l10n.t('Snail, Maniac, Pro');
    this.#adopt(vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Active));
  }

  dispose(): void {
    this.#registrations.dispose();
    this.#panel?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    this.#problems = [];
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media', 'icon.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: pageRoots(this.extension) };
    panel.webview.onDidReceiveMessage((request: PanelRequest) => this.#onRequest(request));
    panel.onDidDispose(() => {
      this.#panel = null;
      this.#isDrawn = false;
    });
    panel.webview.html = pageHtml(panel.webview, this.extension, 'demo');
  }

  #onRequest(request: PanelRequest): void {
    if (request.type === 'rendered') {
      this.#isDrawn = true;
    } else if (request.type === 'problem') {
      this.#problems.push(request.message);
      this.log.error(`Demo: ${request.message}`);
    }
  }
}
