import * as vscode from 'vscode';
import { formatDuration } from '../../domain/format.ts';
import type { PanelMessage, PanelRequest, PanelSelection } from '../../protocol/panel.ts';
import { packMessage } from '../../protocol/panelWire.ts';
import { saveExport } from './saveExport.ts';
import { pageHtml, pageRoots } from './pageHtml.ts';
import type { PageName } from './pageHtml.ts';
import { PanelFeed } from './panelFeed.ts';
import type { PanelServices } from './panelServices.ts';

/** A caller that waits until an experiment is drawn. */
interface DrawRequest {
  readonly folder: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Where VS Code shows a page: a tab among the editors, or a view. */
export interface PageFrame {
  readonly webview: vscode.Webview;
  readonly visible: boolean;
  readonly onDidChangeVisibility: vscode.Event<unknown>;
  readonly onDidDispose: vscode.Event<void>;
}

/**
 * One page that shows an experiment: does what the page asks for, and feeds it as long as it is there. VS Code throws a hidden page
 * away; a new one says `ready` when its frame is shown again.
 */
export class OpenPage {
  #folder: string | null = null;
  #feed: PanelFeed | null = null;
  /** What of the experiment is to be shown alone, as soon as the page has the experiment. */
  #selection: PanelSelection | null | undefined;
  #isPageReady = false;
  /** The experiment that the page has drawn. */
  #drawnFolder: string | null = null;
  #drawRequests: DrawRequest[] = [];
  readonly #problems: string[] = [];
  readonly #disposables: vscode.Disposable[];

  /** @param onTitle gets the title of the experiment that is shown, null when none is */
  constructor(
    private readonly frame: PageFrame,
    name: PageName,
    private readonly services: PanelServices,
    private readonly onTitle: (title: string | null) => void = () => {},
  ) {
    const { extensionUri } = services.context;
    const { webview } = frame;
    webview.options = { enableScripts: true, localResourceRoots: pageRoots(extensionUri) };
    services.library.on('deleted', this.#onDeleted);
    this.#disposables = [
      webview.onDidReceiveMessage((request: PanelRequest) => this.#onRequest(request)),
      frame.onDidChangeVisibility(() => {
        if (!frame.visible) this.#onHidden();
      }),
      frame.onDidDispose(() => this.#onDispose()),
    ];
    webview.html = pageHtml(webview, extensionUri, name);
  }

  get folder(): string | null {
    return this.#folder;
  }

  get problems(): readonly string[] {
    return this.#problems;
  }

  /**
   * Shows an experiment, or without one how to run the first.
   * @param selection what of it to show alone, null to show all of it; without one it is shown as before
   */
  async show(folder: string | null, selection?: PanelSelection | null): Promise<void> {
    const isOpen = this.#feed !== null && this.#feed.folder === folder;
    this.#folder = folder;
    this.#selection = selection;
    if (!this.#isPageReady) return;
    if (isOpen && selection) this.#select();
    else await this.#openFeed();
  }

  /** Resolves when the page has drawn all charts of an experiment that are in view; rejects if it is closed before. */
  rendered(folder: string): Promise<void> {
    if (this.#drawnFolder === folder) return Promise.resolve();
    return new Promise((resolve, reject) => this.#drawRequests.push({ folder, resolve, reject }));
  }

  #onRequest(request: PanelRequest): void {
    const { actions, log } = this.services;
    switch (request.type) {
      case 'ready':
        this.#isPageReady = true;
        void this.#openFeed();
        return;
      case 'rendered':
        this.#onRendered(request.folder);
        return;
      case 'detail':
        if (request.folder !== this.#feed?.folder) return;
        this.#feed
          .sendDetail(request, request.points)
          .catch((error: unknown) => log.error(`Panel: ${messageOf(error)}`));
        return;
      case 'metrics':
        if (request.folder === this.#feed?.folder) this.#feed.drawMetrics(request.metrics);
        return;
      case 'run':
        actions.run();
        return;
      case 'find':
        actions.find();
        return;
      case 'new':
        actions.newExperiment();
        return;
      case 'learn':
        actions.learn();
        return;
      case 'cancel':
        actions.cancel(request.folder);
        return;
      case 'runAgain':
        actions.runAgain(request.folder);
        return;
      case 'runWith':
        actions.runWith(request.folder, request.change);
        return;
      case 'probe':
        actions.probe(request.folder, request.run);
        return;
      case 'sweepAround':
        actions.sweepAround(request.folder, request.rate);
        return;
      case 'followUp':
        actions.followUp(request.folder, request.name);
        return;
      case 'copyRate':
        actions.copyRate(request.rate);
        return;
      case 'openLogs':
        actions.openLogs(request.uris);
        return;
      case 'explain':
        actions.explain(request.symptom);
        return;
      case 'resume':
        actions.resume(request.folder);
        return;
      case 'exportReport':
        actions.exportReport(request.folder);
        return;
      case 'openPanel':
        actions.openPanel(request.folder);
        return;
      case 'export':
        saveExport(request).catch((error: unknown) =>
          this.#showError(vscode.l10n.t('The export failed: {0}', messageOf(error))),
        );
        return;
      case 'problem':
        this.#problems.push(request.message);
        log.error(`Panel: ${request.message}`);
    }
  }

  async #openFeed(): Promise<void> {
    this.#feed?.close();
    this.#feed = null;
    this.#drawnFolder = null;
    const folder = this.#folder;
    if (folder === null) {
      this.onTitle(null);
      this.#post({ type: 'empty', problem: null });
      return;
    }
    const texts = {
      waiting: vscode.l10n.t('Waiting for another experiment to finish.'),
      preparing: vscode.l10n.t('Getting ready to train.'),
      firstLoss: vscode.l10n.t('Waiting for the first loss.'),
      following: vscode.l10n.t('Following another program: new measurements appear as they are written.'),
      silent: (seconds: number) =>
        vscode.l10n.t(
          'No new measurements for {0}. The program may be busy, or it may have ended or crashed.',
          formatDuration(seconds),
        ),
      cancelling: vscode.l10n.t('Cancelling…'),
      elsewhere: vscode.l10n.t('Running in another window or on another machine; updated every two seconds.'),
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
      if (this.#feed === feed) this.#select();
    } catch (error) {
      if (this.#feed !== feed) return;
      feed.close();
      this.#feed = null;
      this.#post({ type: 'empty', problem: messageOf(error) });
    }
  }

  #select(): void {
    const selection = this.#selection;
    if (this.#folder === null || selection === undefined) return;
    this.#post({ type: 'select', folder: this.#folder, selection });
    this.#selection = undefined;
  }

  #post(message: PanelMessage): void {
    if ('description' in message && message.description) this.onTitle(message.description.title);
    void this.frame.webview.postMessage(packMessage(message));
  }

  #onRendered(folder: string | null): void {
    this.#drawnFolder = folder;
    const done = this.#drawRequests.filter((request) => request.folder === folder);
    this.#drawRequests = this.#drawRequests.filter((request) => request.folder !== folder);
    for (const { resolve } of done) resolve();
  }

  #onHidden(): void {
    this.#isPageReady = false;
    this.#drawnFolder = null;
    this.#feed?.close();
    this.#feed = null;
  }

  #onDispose(): void {
    this.#onHidden();
    this.services.library.off('deleted', this.#onDeleted);
    for (const disposable of this.#disposables) disposable.dispose();
    for (const { reject } of this.#drawRequests.splice(0))
      reject(new Error('The panel was closed before its charts were drawn.'));
  }

  readonly #onDeleted = (folder: string): void => {
    if (folder !== this.#folder) return;
    void this.show(null);
  };

  #showError(message: string): void {
    this.services.log.error(message);
    void vscode.window.showErrorMessage(message);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
