import type { DemoState } from '../src/protocol/demo.ts';
import type { ExperimentComparisonRequest } from '../src/protocol/experimentComparison.ts';
import type { LearnRequest } from '../src/protocol/learn.ts';
import type { FormRequest } from '../src/protocol/newExperiment.ts';
import type { PanelRequest, PanelState } from '../src/protocol/panel.ts';

/** What pages tell the extension host. */
type Request = PanelRequest | LearnRequest | FormRequest | ExperimentComparisonRequest;

/** What VS Code gives to a page; it can be acquired once. */
interface VsCodeApi {
  postMessage(message: Request): void;
  getState(): unknown;
  setState(state: PanelState | DemoState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension host, as the page sees it, and the state that is saved when the page is hidden or the window reloads. */
export class Host {
  readonly #api = acquireVsCodeApi();

  get savedState(): unknown {
    return this.#api.getState();
  }

  saveState(state: PanelState | DemoState): void {
    this.#api.setState(state);
  }

  send(request: Request): void {
    this.#api.postMessage(request);
  }

  /** Writes an error of the page to the extension's log. */
  reportProblem(error: unknown): void {
    this.send({ type: 'problem', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
