import type { PanelMessage } from '../src/protocol/panel.ts';
import { unpackMessage } from '../src/protocol/panelWire.ts';
import type { PanelWire } from '../src/protocol/panelWire.ts';
import { Host } from './api.ts';
import { configureLocalization } from './localization.ts';

/** What takes the messages of the extension host. */
interface MessageReceiver {
  onMessage(message: PanelMessage): void;
}

/**
 * Starts a page: tells the log what goes wrong, and asks for what is to be shown.
 * @param create makes the page in an element
 */
export function startPage(create: (root: HTMLElement, host: Host) => MessageReceiver): void {
  configureLocalization(document);
  const host = new Host();
  window.addEventListener('error', (event) => host.reportProblem(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => host.reportProblem(event.reason));
  document.addEventListener('securitypolicyviolation', (event) =>
    host.reportProblem(
      `The policy refused ${event.violatedDirective} (${event.blockedURI}) at ${event.sourceFile}:${event.lineNumber}`,
    ),
  );
  const page = create(document.getElementById('page')!, host);
  window.addEventListener('message', (event: MessageEvent<PanelWire>) => page.onMessage(unpackMessage(event.data)));
  host.send({ type: 'ready' });
}
