import * as vscode from 'vscode';
import { builtInLine, builtInText } from '../../app/sites/builtInResult.ts';
import { measuredLine, measuredText } from '../../app/sites/measuredRates.ts';
import { lastRunText, rateText, resultText } from '../../app/sites/resultText.ts';
import type { SiteResults } from '../../app/sites/siteResults.ts';
import type { RateSite, SourceRange } from '../../code/rateSite.ts';
import { programCommands } from '../programs/programCommands.ts';
import { codeDocumentOf, RATE_SELECTOR } from '../rates/codeDocument.ts';
import { toVscodeRange } from '../rates/ranges.ts';
import type { DocumentRates, RateDocuments } from '../rates/rateDocuments.ts';
import { trialCommand } from '../rates/trialCommand.ts';
import { judgeFile } from './judgeFile.ts';
import { compareRunsCommand, showExperimentCommand, showRunCommand } from './showRun.ts';

const SETTING = 'goldilocks.rates.codeLens';
/**
 * Milliseconds from a result to the lenses that show it. While a program prints, results change at every line, and VS Code asks for lenses
 * only when no change has been announced for a while.
 */
const RESULTS_WAIT = 1_000;

/**
 * Shows above an optimizer how the last run with its rate ended, which rate experiments with the program have shown to be best or that it
 * can be swept, and what the built-in network showed at this rate or that it can be tried there; a click opens the run or experiment, or
 * starts one.
 */
export class RunLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changes.event;
  readonly #subscriptions: vscode.Disposable;
  #resultsTimer: NodeJS.Timeout | null = null;

  constructor(
    private readonly documents: RateDocuments,
    private readonly results: SiteResults,
  ) {
    const fire = (): void => this.#changes.fire();
    results.on('changed', this.#onResults);
    this.#subscriptions = vscode.Disposable.from(
      this.#changes,
      { dispose: () => results.off('changed', this.#onResults) },
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
    const ofRuns = places.flatMap((judged) => {
      const range = judged.place.site ? aboveOf(judged.place.site) : judged.place.range;
      const title = lastRunText(judged);
      const result = judged.current ?? judged.earlier;
      if (range.cell !== rates.cell) return [];
      const run = title !== null && result && { ...showRunCommand(result, title), tooltip: resultText(judged) ?? '' };
      const compare =
        judged.earlier && compareRunsCommand(judged, vscode.l10n.t('compare with {0}', rateText(judged.earlier)));
      const measured = judged.measured && {
        ...showExperimentCommand(judged.measured.folder, measuredLine(judged.measured)),
        tooltip: measuredText(judged.measured),
      };
      return [run, run && compare, measured].flatMap((each) =>
        each ? [new vscode.CodeLens(toVscodeRange(range), each)] : [],
      );
    });
    const measured = places.flatMap((judged) => (judged.measured && judged.place.site) ?? []);
    return [...ofRuns, ...ofProgram(rates, measured), ...(await this.#ofBuiltIn(rates))];
  }

  async #ofBuiltIn(rates: DocumentRates): Promise<vscode.CodeLens[]> {
    const { sweepAt } = await import('../rates/rateFinder.ts');
    const lenses: vscode.CodeLens[] = [];
    for (const site of [...rates.whole.sites, ...rates.whole.defaults]) {
      const range = aboveOf(site);
      const sweep = range.cell === rates.cell ? sweepAt(site, rates.whole) : null;
      if (!sweep) continue;
      const known = await this.results.builtIn({ rate: site.value, optimizer: sweep.optimizer });
      const command = known
        ? { ...showExperimentCommand(known.folder, builtInLine(known)), tooltip: builtInText(known) }
        : trialCommand(sweep);
      lenses.push(new vscode.CodeLens(toVscodeRange(range), command));
    }
    return lenses;
  }

  readonly #onResults = (): void => {
    this.#resultsTimer ??= setTimeout(() => {
      this.#resultsTimer = null;
      this.#changes.fire();
    }, RESULTS_WAIT);
  };

  dispose(): void {
    if (this.#resultsTimer) clearTimeout(this.#resultsTimer);
    this.#subscriptions.dispose();
  }
}

/** Where the number is used first, which is at the optimizer if the number stands elsewhere. */
function aboveOf(site: RateSite): SourceRange {
  return site.usedAt.at(0) ?? site;
}

/** The sweep of the program, at the rates that nothing was measured of. */
function ofProgram({ document, whole, cell }: DocumentRates, measured: readonly RateSite[]): vscode.CodeLens[] {
  return whole.sites
    .filter((site) => !measured.includes(site) && aboveOf(site).cell === cell)
    .flatMap((site) => {
      const [sweep] = programCommands(document, site, whole);
      return sweep ? [new vscode.CodeLens(toVscodeRange(aboveOf(site)), sweep)] : [];
    });
}
