import * as vscode from 'vscode';
import type { RateSite } from '../../code/rateSite.ts';
import { explanationMarkdown } from './explanationMarkdown.ts';
import { toVscodeRange } from './ranges.ts';
import type { DocumentRates, RateDocuments } from './rateDocuments.ts';
import { RATE_SELECTOR } from './codeDocument.ts';

/** Shows an explanation for a learning rate, or for an optimizer at its default rate. */
export class RateHovers implements vscode.HoverProvider, vscode.Disposable {
  readonly #registration = vscode.languages.registerHoverProvider(RATE_SELECTOR, this);

  constructor(private readonly documents: RateDocuments) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | null> {
    const rates = await this.documents.ratesOf(document, token);
    const site = rates && siteAt(rates, position);
    if (!site) return null;
    const { explainRate } = await import('./rateFinder.ts');
    return new vscode.Hover(
      explanationMarkdown(explainRate(site, rates.whole, document.getText()), vscode.window.activeColorTheme.kind),
      toVscodeRange(site),
    );
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

function siteAt({ sites, defaults }: DocumentRates, position: vscode.Position): RateSite | undefined {
  return [...sites, ...defaults].find((site) => toVscodeRange(site).contains(position));
}
