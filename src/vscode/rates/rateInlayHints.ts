import * as vscode from 'vscode';
import type { RateSite } from '../../code/rateSite.ts';
import { familyAt } from '../../domain/usualRates.ts';
import { toVscodeRange } from './ranges.ts';
import type { RateDocuments } from './rateDocuments.ts';
import { RATE_SELECTOR } from './codeDocument.ts';

const SETTING = 'goldilocks.rates.inlayHints';

/** Shows after each rate whether it is usual, low or high for its optimizer. Off by default. */
export class RateInlayHints implements vscode.InlayHintsProvider, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChangeInlayHints = this.#changes.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly documents: RateDocuments) {
    this.#subscriptions = vscode.Disposable.from(
      this.#changes,
      vscode.languages.registerInlayHintsProvider(RATE_SELECTOR, this),
      documents.onDidChange(() => this.#changes.fire()),
      vscode.workspace.onDidChangeConfiguration(
        (change) => change.affectsConfiguration(SETTING) && this.#changes.fire(),
      ),
    );
  }

  async provideInlayHints(
    document: vscode.TextDocument,
    range: vscode.Range,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlayHint[]> {
    if (!vscode.workspace.getConfiguration('', document).get(SETTING, false)) return [];
    const rates = await this.documents.ratesOf(document, token);
    if (!rates) return [];
    return [...rates.sites, ...rates.defaults].flatMap((site) => {
      const { end } = toVscodeRange(site);
      const text = hintText(site);
      if (text === null || !range.contains(end)) return [];
      const hint = new vscode.InlayHint(end, text);
      hint.paddingLeft = true;
      return [hint];
    });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** "high for Adam"; null if unknown. */
function hintText(site: RateSite): string | null {
  const name = familyAt(site)?.name;
  if (name === undefined) return null;
  switch (site.assessment) {
    case 'typical':
      return vscode.l10n.t('usual for {0}', name);
    case 'low':
      return vscode.l10n.t('low for {0}', name);
    case 'high':
      return vscode.l10n.t('high for {0}', name);
    case 'unknown':
      return null;
  }
}
