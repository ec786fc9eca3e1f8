import { unpackMessage } from '../src/protocol/panelWire.ts';
import type { PanelWire } from '../src/protocol/panelWire.ts';
import { Host } from './api.ts';
import { registerControls } from './controls.ts';
import { configureLocalization } from './localization.ts';
import { Page } from './page.ts';

configureLocalization(document);
registerControls();
const host = new Host();
window.addEventListener('error', (event) => host.reportProblem(event.error ?? event.message));
window.addEventListener('unhandledrejection', (event) => host.reportProblem(event.reason));
document.addEventListener('securitypolicyviolation', (event) =>
  host.reportProblem(
    `The policy refused ${event.violatedDirective} (${event.blockedURI}) at ${event.sourceFile}:${event.lineNumber}`,
  ),
);
const page = new Page(document.getElementById('page')!, host);
window.addEventListener('message', (event: MessageEvent<PanelWire>) => page.onMessage(unpackMessage(event.data)));
host.send({ type: 'ready' });
