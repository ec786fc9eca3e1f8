import * as vscode from 'vscode';
import type { PointedAt } from '../../app/rates/pointedAt.ts';
import type { ExperimentLibrary } from '../../app/experimentLibrary.ts';
import type { JudgedPlace } from '../../app/sites/judgePlaces.ts';
import { siteCurves } from '../../app/sites/siteCurves.ts';
import type { SiteResults } from '../../app/sites/siteResults.ts';
import type { ProgramReport } from '../../code/programReport.ts';
import type { RateSite } from '../../code/rateSite.ts';
import { programCommands } from '../programs/programCommands.ts';
import { judgeFile } from '../sites/judgeFile.ts';
import { codeDocumentOf, RATE_SELECTOR, textDocumentsOf } from './codeDocument.ts';
import { choiceMarkdown, explanationMarkdown, scheduleMarkdown, SHOW_RATE } from './explanationMarkdown.ts';
import type { Origin } from './explanationMarkdown.ts';
import { toVscodeRange } from './ranges.ts';
import type { DocumentRates, RateDocuments } from './rateDocuments.ts';
import { trialCommand } from './trialCommand.ts';

/** The most rates that a hover on a name lists. */
const MAX_CHOICE = 5;

/** Shows an explanation for a learning rate where it is written or used, for an optimizer at its default rate, and for a scheduler. */
export class RateHovers implements vscode.HoverProvider, vscode.Disposable {
  readonly #registration = vscode.Disposable.from(
    vscode.languages.registerHoverProvider(RATE_SELECTOR, this),
    vscode.commands.registerCommand(SHOW_RATE, showRate),
  );

  constructor(
    private readonly documents: RateDocuments,
    private readonly results: SiteResults,
    private readonly library: ExperimentLibrary,
  ) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | null> {
    const rates = await this.documents.ratesOf(document, token);
    if (!rates) return null;
    const { pointedAt } = await import('./rateFinder.ts');
    const place = { cell: rates.cell, line: position.line + 1, column: position.character + 1 };
    const found = pointedAt(rates.whole, place, document.lineAt(position.line).text);
    return (
      found && new vscode.Hover(await markdownAt(found, rates, this.results, this.library), toVscodeRange(found.range))
    );
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

async function markdownAt(
  found: PointedAt,
  { document, whole }: DocumentRates,
  results: SiteResults,
  library: ExperimentLibrary,
): Promise<vscode.MarkdownString> {
  const { explainRate, explainSchedule } = await import('./rateFinder.ts');
  const theme = vscode.window.activeColorTheme.kind;
  if (found.kind === 'scheduler') return scheduleMarkdown(explainSchedule(found.known, whole), theme);
  const rates = found.sites.slice(0, MAX_CHOICE).map((site) => {
    const written = documentOf(site, document);
    const origin: Origin = { uri: written.uri.toString(), place: site };
    return { explanation: explainRate(site, whole, written.getText()), origin };
  });
  if (rates.length > 1) return choiceMarkdown(rates);
  const [{ explanation, origin }] = rates;
  const isHere = origin.place.cell === found.range.cell && origin.place.line === found.range.line;
  const [site] = found.sites;
  const { sweep } = explanation;
  const judged = await judgedPlaceOf(site, document, whole, results);
  return explanationMarkdown(explanation, theme, isHere ? null : origin, {
    judged,
    curves: judged && (await siteCurves(judged, library)),
    builtIn: sweep && (await results.builtIn({ rate: site.value, optimizer: sweep.optimizer })),
    trials: [...programCommands(document, site, whole), ...(sweep ? [trialCommand(sweep)] : [])],
  });
}

/** How the runs of the program judge a rate; null if there were none with it. */
async function judgedPlaceOf(
  site: RateSite,
  document: vscode.TextDocument,
  whole: ProgramReport,
  results: SiteResults,
): Promise<JudgedPlace | null> {
  const code = codeDocumentOf(document);
  const { places } = code ? await judgeFile(code, whole, results) : { places: [] };
  return places.find(({ place }) => place.site === site) ?? null;
}

/** The document that a rate is written in: the one that was pointed at, or another cell of its notebook. */
function documentOf({ cell }: RateSite, document: vscode.TextDocument): vscode.TextDocument {
  const code = codeDocumentOf(document);
  return (code && cell !== undefined ? textDocumentsOf(code).at(cell) : undefined) ?? document;
}

async function showRate(uri: string, line: number, column: number): Promise<void> {
  const position = new vscode.Position(line - 1, column - 1);
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(uri), {
    selection: new vscode.Range(position, position),
  } satisfies vscode.TextDocumentShowOptions);
}
