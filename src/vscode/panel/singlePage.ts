import * as vscode from 'vscode';
import { pageHtml, pageRoots } from './pageHtml.ts';
import type { PageName } from './pageHtml.ts';

/** What every page of its own tells the extension host. */
type PageRequest = { readonly type: 'rendered' } | { readonly type: 'problem'; readonly message: string };

/** A page in a tab of its own: at most one in a window, put back where it was when the window is loaded again. */
export class SinglePage<Request extends { readonly type: string } = never, Message = never>
  implements vscode.Disposable
{
  #panel: vscode.WebviewPanel | null = null;
  #problems: string[] = [];
  #isDrawn = false;
  readonly #registration: vscode.Disposable;

  /** @param onRequest gets what the page asks for beside what all pages tell */
  constructor(
    private readonly extension: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
    private readonly name: PageName,
    private readonly title: () => string,
    private readonly onRequest: (request: Request) => void = () => undefined,
  ) {
    this.#registration = vscode.window.registerWebviewPanelSerializer(this.#viewType, {
      deserializeWebviewPanel: async (panel: vscode.WebviewPanel) => {
        if (this.#panel) panel.dispose();
        else this.#adopt(panel);
      },
    });
  }

  /** What went wrong in the page since it was opened, for tests. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Whether the page is open and drawn. */
  get isDrawn(): boolean {
    return this.#isDrawn;
  }

  /** Opens the page or brings it to the front. */
  show(): void {
    if (this.#panel) this.#panel.reveal();
    else this.#adopt(vscode.window.createWebviewPanel(this.#viewType, this.title(), vscode.ViewColumn.Active));
  }

  /** Sends a message to the page, if it is open. */
  post(message: Message): void {
    void this.#panel?.webview.postMessage(message);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#panel?.dispose();
  }

  get #viewType(): string {
    return `goldilocks.${this.name}`;
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    this.#problems = [];
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media', 'icon.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: pageRoots(this.extension) };
    panel.webview.onDidReceiveMessage((request: PageRequest | Request) => this.#onMessage(request));
    panel.onDidDispose(() => {
      this.#panel = null;
      this.#isDrawn = false;
    });
    panel.webview.html = pageHtml(panel.webview, this.extension, this.name);
  }

  #onMessage(request: PageRequest | Request): void {
    if (request.type === 'rendered') {
      this.#isDrawn = true;
    } else if (request.type === 'problem') {
      const { message } = request as Extract<PageRequest, { type: 'problem' }>;
      this.#problems.push(message);
      this.log.error(`${this.name}: ${message}`);
    } else {
      this.onRequest(request as Request);
    }
  }
}
