import * as vscode from 'vscode';
import { codeDocumentOf, RATE_SELECTOR, versionKey } from '../rates/codeDocument.ts';
import { toVscodeRange } from '../rates/ranges.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { fixAction } from './fixAction.ts';

const KIND = vscode.CodeActionKind.RefactorExtract;

/** Offers to move a rate in a Python program into a constant. */
export class RateRefactorings implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #registration = vscode.languages.registerCodeActionsProvider(RATE_SELECTOR, this, {
    providedCodeActionKinds: [KIND],
  });

  constructor(private readonly rates: RateDocuments) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    _: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const code = document.languageId === 'python' ? codeDocumentOf(document) : null;
    const found = code && (await this.rates.ratesOf(document, token));
    const rate = found?.sites.find((site) => toVscodeRange(site).contains(range));
    if (!code || !rate) return [];
    const version = versionKey(code);
    const [read, { extractConstant }] = await Promise.all([this.rates.read(code), import('../rates/rateFinder.ts')]);
    const fix = extractConstant(read, rate);
    // Changes of another version would damage this one; VS Code asks again.
    if (!fix || document.isClosed || versionKey(code) !== version) return [];
    return [fixAction(vscode.l10n.t('Extract to a constant'), KIND, fix, code)];
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
