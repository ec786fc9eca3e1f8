import type { PanelRequest } from '../src/protocol/panel.ts';
import type { Settings } from './settings.ts';

/** What VS Code gives to a page, once. */
interface VsCodeApi {
  postMessage(message: PanelRequest): void;
  getState(): unknown;
  setState(state: Settings): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension host, as the page sees it, and what is kept of the page when it is hidden or the window loads again. */
export class Host {
  readonly #api = acquireVsCodeApi();

  get kept(): unknown {
    return this.#api.getState();
  }

  keep(settings: Settings): void {
    this.#api.setState(settings);
  }

  send(request: PanelRequest): void {
    this.#api.postMessage(request);
  }

  /** For the log: what went wrong here is otherwise seen by nobody. */
  complain(error: unknown): void {
    this.send({ type: 'problem', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
