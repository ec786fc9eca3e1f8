import type { Host } from './api.ts';
import { droppedUris, JSON_LIST, URI_LISTS } from './droppedUris.ts';

/** Opens the training logs that are dropped on the page. VS Code lets a page have what is dragged while Shift is held. */
export function openDroppedLogs(host: Pick<Host, 'send'>): void {
  window.addEventListener('dragover', (event) => {
    const types = event.dataTransfer?.types ?? [];
    if ([...URI_LISTS, JSON_LIST].some((type) => types.includes(type))) event.preventDefault();
  });
  window.addEventListener('drop', (event) => {
    const uris = event.dataTransfer ? droppedUris(event.dataTransfer) : [];
    if (uris.length === 0) return;
    event.preventDefault();
    host.send({ type: 'openLogs', uris });
  });
}
