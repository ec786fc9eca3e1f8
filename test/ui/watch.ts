import type { ConsoleMessage, Page } from 'playwright-core';

/** VS Code serves the files of webviews under this host, which exists only inside it. */
const WEBVIEW_FILES = '.vscode-resource.vscode-cdn.net';
/** Documents of webviews, in a browser and on the desktop. */
const WEBVIEW_DOCUMENT = /\/contrib\/webview\/browser\/pre\/|^vscode-webview:|vscode-resource/;
/**
 * What VS Code's own script throws in a webview that no extension made (an extension's page, a walkthrough) where the page is
 * replaced while it loads.
 */
const REPLACED_WHILE_LOADING = /^Error: Found unexpected null\n.*\/pre\/index\.html\?\S*\bextensionId=&/;
/** The folder that the extension is installed in. */
const EXTENSION = /goldilocks\.goldilocks/i;

/** What a page does that nobody sees: whom it talks to, and what it complains of on its console. */
export class Watch {
  readonly #foreign = new Set<string>();
  readonly #errors: string[] = [];

  /** @param hosts that the page may talk to */
  constructor(page: Page, hosts: readonly string[]) {
    page.on('request', (request) => {
      const { protocol, host, origin, pathname } = new URL(request.url());
      if (/^(https?|wss?):$/.test(protocol) && !hosts.includes(host) && !host.endsWith(WEBVIEW_FILES))
        this.#foreign.add(origin + pathname);
    });
    page.on('console', (message) => {
      if (message.type() === 'error') this.#errors.push(describe(message));
    });
    page.on('pageerror', (error) => this.#errors.push(error.stack ?? error.message));
  }

  /** Addresses elsewhere that were asked for, answered or not: VS Code's own in a quiet workbench are none. */
  get foreignRequests(): readonly string[] {
    return [...this.#foreign];
  }

  /** Every error on the console, VS Code's own too. */
  get consoleErrors(): readonly string[] {
    return this.#errors;
  }

  /** Errors that the extension or one of its webviews caused, violations of the content security policy among them. */
  get extensionErrors(): readonly string[] {
    return this.#errors.filter(
      (error) => (EXTENSION.test(error) || WEBVIEW_DOCUMENT.test(error)) && !REPLACED_WHILE_LOADING.test(error),
    );
  }
}

function describe(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location();
  return `${message.text()} (${url}:${lineNumber + 1})`;
}
