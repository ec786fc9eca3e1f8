import path from 'node:path';
import * as vscode from 'vscode';
import { contentMark } from '../../app/sites/contentMark.ts';
import type { SiteFileKey, SiteResults, StartedContent } from '../../app/sites/siteResults.ts';
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
    if (code?.uri.scheme !== 'file') return;
    const here = siteFileKey(code.uri);
    const gone = await this.#goneBeside(here);
    const rates = gone.length > 0 ? await this.documents.ratesOf(document) : null;
    if (!rates) return;
    const content = contentMark(sourceOf(code), rates.whole);
    for (const { file: there } of gone.filter((known) => known.content === content))
      await this.results.move((file) => (siteFileUri(file).fsPath === siteFileUri(there).fsPath ? here : null));
  }

  /** Asked first, because to look for rates in every file that is opened takes far longer. */
  async #goneBeside(here: SiteFileKey): Promise<readonly StartedContent[]> {
    const known = await this.results.filesBeside(here);
    // A file has had a content for each of its edits between two runs.
    const files = new Map(known.map(({ file }) => [siteFileUri(file).fsPath, siteFileUri(file)]));
    const gone = await Promise.all(Array.from(files, async ([file, uri]) => ((await isGone(uri)) ? file : null)));
    return known.filter(({ file }) => gone.includes(siteFileUri(file).fsPath));
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
