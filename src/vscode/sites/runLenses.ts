import * as vscode from 'vscode';
import { lastRunText, resultText } from '../../app/sites/resultText.ts';
import type { JudgedPlace } from '../../app/sites/judgePlaces.ts';
import type { SiteResults } from '../../app/sites/siteResults.ts';
import type { SourceRange } from '../../code/rateSite.ts';
import { codeDocumentOf, RATE_SELECTOR } from '../rates/codeDocument.ts';
import { toVscodeRange } from '../rates/ranges.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { judgeFile } from './judgeFile.ts';
import { showRunCommand } from './showRun.ts';

const SETTING = 'goldilocks.rates.codeLens';

/** Shows above an optimizer how the last run with its rate ended; a click opens the run. */
export class RunLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changes.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly documents: RateDocuments,
    private readonly results: SiteResults,
  ) {
    const fire = (): void => this.#changes.fire();
    results.on('changed', fire);
    this.#subscriptions = vscode.Disposable.from(
      this.#changes,
      { dispose: () => results.off('changed', fire) },
      vscode.languages.registerCodeLensProvider(RATE_SELECTOR, this),
      documents.onDidChange(fire),
      vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(SETTING) && fire()),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    const code = codeDocumentOf(document);
    if (!code || !vscode.workspace.getConfiguration('', document).get(SETTING, true)) return [];
    const rates = await this.documents.ratesOf(document, token);
    if (!rates) return [];
    const { places } = await judgeFile(code, rates.whole, this.results);
    return places.flatMap((judged) => {
      const range = aboveOf(judged);
      const title = lastRunText(judged);
      const result = judged.current ?? judged.earlier;
      if (range.cell !== rates.cell || title === null || !result) return [];
      const command = { ...showRunCommand(result, title), tooltip: resultText(judged) ?? undefined };
      return [new vscode.CodeLens(toVscodeRange(range), command)];
    });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** Where the number is used first, which is at the optimizer if the number stands elsewhere. */
function aboveOf({ place }: JudgedPlace): SourceRange {
  return place.site?.usedAt.at(0) ?? place.range;
}
