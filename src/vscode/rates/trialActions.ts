import * as vscode from 'vscode';
import { programCommands } from '../programs/programCommands.ts';
import { codeDocumentOf, RATE_SELECTOR } from './codeDocument.ts';
import { toVscodeRange } from './ranges.ts';
import type { RateDocuments } from './rateDocuments.ts';
import { trialCommand } from './trialCommand.ts';

/** None of VS Code's, so that it isn't asked for fixes on save. */
const KIND = vscode.CodeActionKind.Empty.append('goldilocks.trial');

/** Offers in the light bulb at a rate to try others on the program, and on the built-in network. It changes nothing in the code. */
export class TrialActions implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #registration = vscode.languages.registerCodeActionsProvider(RATE_SELECTOR, this, {
    providedCodeActionKinds: [KIND],
  });

  constructor(private readonly documents: RateDocuments) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    _: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const rates = codeDocumentOf(document) && (await this.documents.ratesOf(document, token));
    const site =
      rates && [...rates.sites, ...rates.defaults].find((candidate) => toVscodeRange(candidate).contains(range));
    if (!site) return [];
    const { sweepAt } = await import('./rateFinder.ts');
    const sweep = sweepAt(site, rates.whole);
    const commands = [...programCommands(document, site, rates.whole), ...(sweep ? [trialCommand(sweep)] : [])];
    return commands.map((command) => {
      const action = new vscode.CodeAction(command.title, KIND);
      action.command = command;
      return action;
    });
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
