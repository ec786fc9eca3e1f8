import type { PanelMessage } from '../src/protocol/panel.ts';
import { unpackMessage } from '../src/protocol/panelWire.ts';
import type { PanelWire } from '../src/protocol/panelWire.ts';
import type { Host } from './api.ts';
import { connectHost } from './connectHost.ts';
import { openDroppedLogs } from './logDrop.ts';

/** What takes the messages of the extension host. */
interface MessageReceiver {
  onMessage(message: PanelMessage): void;
}

/**
 * Starts a page and asks for what is to be shown.
 * @param create makes the page in an element
 */
export function startPage(create: (root: HTMLElement, host: Host) => MessageReceiver): void {
  const host = connectHost();
  const page = create(document.getElementById('page')!, host);
  window.addEventListener('message', (event: MessageEvent<PanelWire>) => page.onMessage(unpackMessage(event.data)));
  openDroppedLogs(host);
  host.send({ type: 'ready' });
}
