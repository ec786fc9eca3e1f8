import * as vscode from 'vscode';
import { experimentTitle } from '../../domain/experimentTitle.ts';
import type { PanelMessage, PanelRequest } from '../../protocol/panel.ts';
import { packMessage } from '../../protocol/panelWire.ts';
import { exportContent } from './exportContent.ts';
import { pageHtml, pageRoots } from './pageHtml.ts';
import { PanelFeed } from './panelFeed.ts';
import type { PanelServices } from './sweepPanel.ts';

/** Somebody who waits until an experiment is drawn. */
interface Waiting {
  readonly folder: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * One webview panel: what its page asks for is done, and as long as the page is there it is fed. A hidden page is gone: it says
 * `ready` again when it comes back.
 */
export class OpenPanel {
  #folder: string | null = null;
  #feed: PanelFeed | null = null;
  /** Whether there is a page that listens. */
  #ready = false;
  /** What the page has drawn. */
  #drawn: string | null = null;
  #waiting: Waiting[] = [];
  readonly #problems: string[] = [];
  readonly #disposables: vscode.Disposable[];

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly services: PanelServices,
  ) {
    const { extensionUri } = services.context;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: pageRoots(extensionUri) };
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.svg');
    services.library.on('deleted', this.#onDeleted);
    this.#disposables = [
      webview.onDidReceiveMessage((request: PanelRequest) => this.#take(request)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#lose();
      }),
      panel.onDidDispose(() => this.#end()),
    ];
    webview.html = pageHtml(webview, extensionUri);
  }

  get visible(): boolean {
    return this.panel.visible;
  }

  get folder(): string | null {
    return this.#folder;
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  /** Shows an experiment, or without one what to do about that. */
  async show(folder: string | null): Promise<void> {
    this.#folder = folder;
    if (this.#ready) await this.#open();
  }

  rendered(folder: string): Promise<void> {
    if (this.#drawn === folder) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ folder, resolve, reject }));
  }

  dispose(): void {
    this.panel.dispose();
  }

  #take(request: PanelRequest): void {
    const { actions, log } = this.services;
    switch (request.type) {
      case 'ready':
        this.#ready = true;
        void this.#open();
        return;
      case 'rendered':
        this.#settle(request.folder);
        return;
      case 'run':
        actions.run();
        return;
      case 'cancel':
        actions.cancel(request.folder);
        return;
      case 'runAgain':
        actions.runAgain(request.folder);
        return;
      case 'resume':
        actions.resume(request.folder);
        return;
      case 'exportReport':
        actions.exportReport(request.folder);
        return;
      case 'export':
        exportContent(request).catch((error: unknown) =>
          this.#complain(vscode.l10n.t('It could not be exported: {0}', messageOf(error))),
        );
        return;
      case 'problem':
        this.#problems.push(request.message);
        log.error(`Panel: ${request.message}`);
    }
  }

  async #open(): Promise<void> {
    this.#feed?.close();
    this.#feed = null;
    this.#drawn = null;
    const folder = this.#folder;
    if (folder === null) {
      this.panel.title = 'Goldilocks';
      this.#post({ type: 'empty', problem: null });
      return;
    }
    const texts = {
      title: experimentTitle,
      waiting: vscode.l10n.t('Waits until the sweep before it has ended.'),
      preparing: vscode.l10n.t('Gets ready to train.'),
      elsewhere: vscode.l10n.t('Runs in another window or on another machine; looked at every two seconds.'),
    };
    const feed = new PanelFeed(
      folder,
      this.services.library,
      texts,
      (message) => this.#post(message),
      (error) => this.services.log.error(`Panel: ${messageOf(error)}`),
    );
    this.#feed = feed;
    try {
      await feed.open();
    } catch (error) {
      if (this.#feed !== feed) return;
      feed.close();
      this.#feed = null;
      this.#post({ type: 'empty', problem: messageOf(error) });
    }
  }

  #post(message: PanelMessage): void {
    if (message.type === 'hydrate') this.panel.title = `Goldilocks: ${message.title}`;
    void this.panel.webview.postMessage(packMessage(message));
  }

  #settle(folder: string | null): void {
    this.#drawn = folder;
    const done = this.#waiting.filter((waiting) => waiting.folder === folder);
    this.#waiting = this.#waiting.filter((waiting) => waiting.folder !== folder);
    for (const { resolve } of done) resolve();
  }

  /** The page is hidden: VS Code has thrown it away. */
  #lose(): void {
    this.#ready = false;
    this.#drawn = null;
    this.#feed?.close();
    this.#feed = null;
  }

  #end(): void {
    this.#lose();
    this.services.library.off('deleted', this.#onDeleted);
    for (const disposable of this.#disposables) disposable.dispose();
    for (const { reject } of this.#waiting.splice(0))
      reject(new Error('The panel was closed before its charts were drawn.'));
  }

  readonly #onDeleted = (folder: string): void => {
    if (folder !== this.#folder) return;
    void this.show(null);
  };

  #complain(message: string): void {
    this.services.log.error(message);
    void vscode.window.showErrorMessage(message);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
