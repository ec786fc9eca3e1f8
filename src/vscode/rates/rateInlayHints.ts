import * as vscode from 'vscode';
import type { RateSite } from '../../code/rateSite.ts';
import { formatRate } from '../../domain/rate.ts';
import { familyAt } from '../../domain/usualRates.ts';
import { assessmentFor } from './assessmentText.ts';
import { toVscodeRange } from './ranges.ts';
import type { RateDocuments } from './rateDocuments.ts';
import { RATE_SELECTOR } from './codeDocument.ts';

const SETTING = 'goldilocks.rates.inlayHints';

/** Shows after each rate whether it is usual, low or high for its optimizer, and what the rate is where none is written. Off by default. */
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
    const { judgeRate } = await import('./rateFinder.ts');
    const hintsFor = (
      sites: readonly RateSite[],
      create: (end: vscode.Position, site: RateSite, text: string) => vscode.InlayHint,
    ): vscode.InlayHint[] =>
      sites.flatMap((site) => {
        const { end } = toVscodeRange(site);
        if (!range.contains(end)) return [];
        const { assessment, possibleOverrideText } = judgeRate(site, rates.whole);
        if (assessment === null) return [];
        const hint = create(end, site, assessmentFor(assessment, familyAt(site)?.name ?? null));
        hint.tooltip = possibleOverrideText ?? undefined;
        return [hint];
      });
    return [
      ...hintsFor(rates.sites, (end, _site, text) => hintBehind(end, text)),
      ...hintsFor(rates.defaults, (end, site, text) => defaultHint(document, end, site, text)),
    ];
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function hintBehind(end: vscode.Position, text: string): vscode.InlayHint {
  const hint = new vscode.InlayHint(end, text);
  hint.paddingLeft = true;
  return hint;
}

/** "lr=0.01, usual for SGD" where the argument would stand: inside of the call, or behind the optimizer's name if that is a string. */
function defaultHint(
  document: vscode.TextDocument,
  end: vscode.Position,
  { name, value }: RateSite,
  text: string,
): vscode.InlayHint {
  const label = `${name}=${formatRate(value)}, ${text}`;
  if (document.getText(new vscode.Range(end, end.translate(0, 1))) !== '(') return hintBehind(end, label);
  const hint = new vscode.InlayHint(end.translate(0, 1), label);
  hint.paddingRight = true;
  return hint;
}
