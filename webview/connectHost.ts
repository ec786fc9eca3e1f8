import { Host } from './api.ts';
import { configureLocalization } from './localization.ts';

/** Connects a page with the extension host, whose log gets what goes wrong in the page. To be called before anything is drawn. */
export function connectHost(): Host {
  configureLocalization(document);
  const host = new Host();
  window.addEventListener('error', (event) => host.reportProblem(event.error ?? event.message));
  window.addEventListener('unhandledrejection', (event) => host.reportProblem(event.reason));
  document.addEventListener('securitypolicyviolation', (event) =>
    host.reportProblem(
      `The policy refused ${event.violatedDirective} (${event.blockedURI}) at ${event.sourceFile}:${event.lineNumber}`,
    ),
  );
  return host;
}
