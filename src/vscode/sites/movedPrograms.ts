import path from 'node:path';
import * as vscode from 'vscode';
import { contentMark } from '../../app/sites/contentMark.ts';
import type { SiteFileKey, SiteResults } from '../../app/sites/siteResults.ts';
import { isWithin } from '../../programs/withinFolder.ts';
import { codeDocumentOf, sourceOf } from '../rates/codeDocument.ts';
import type { RateDocuments } from '../rates/rateDocuments.ts';
import { siteFileKey, siteFileUri } from './siteFile.ts';

/**
 * Keeps what runs have shown with a program when its file gets another name or folder: at once in the editor; what git or a file manager
 * has moved when it's opened, if the old file is gone and this one says the same but for its rates.
 */
export class MovedPrograms implements vscode.Disposable {
  readonly #listeners: vscode.Disposable;

  constructor(
    private readonly documents: RateDocuments,
    private readonly results: SiteResults,
    onProblem: (error: unknown) => void,
  ) {
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidRenameFiles(({ files }) => {
        results
          .move((file) => files.reduce<SiteFileKey | null>((found, move) => found ?? movedBy(move, file), null))
          .catch(onProblem);
      }),
      vscode.workspace.onDidOpenTextDocument((document) => void this.#recognize(document).catch(onProblem)),
    );
  }

  dispose(): void {
    this.#listeners.dispose();
  }

  async #recognize(document: vscode.TextDocument): Promise<void> {
    const code = codeDocumentOf(document);
    const rates = code?.uri.scheme === 'file' ? await this.documents.ratesOf(document) : null;
    if (!code || !rates) return;
    const here = siteFileKey(code.uri);
    const known = await this.results.filesWith(contentMark(sourceOf(code), rates.whole), here);
    for (const there of known) {
      if (!(await isGone(siteFileUri(there)))) continue;
      await this.results.move((file) => (siteFileUri(file).fsPath === siteFileUri(there).fsPath ? here : null));
    }
  }
}

/** Where a file is after a file or folder was renamed; null if it was not in it. */
function movedBy(
  { oldUri, newUri }: { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri },
  file: SiteFileKey,
): SiteFileKey | null {
  const [folder, place] = [oldUri.fsPath, siteFileUri(file).fsPath];
  return isWithin(folder, place) ? siteFileKey(vscode.Uri.joinPath(newUri, path.relative(folder, place))) : null;
}

/** Only if it is certain: a drive that is not there now may be there again. */
async function isGone(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => false,
    (error: unknown) => error instanceof vscode.FileSystemError && error.code === 'FileNotFound',
  );
}
