import { realpath } from 'node:fs/promises';

/** What is asked of a document or notebook that is open in the editor. */
interface OpenDocument {
  readonly isDirty: boolean;
  readonly uri: { readonly scheme: string; readonly fsPath: string };
}

/**
 * The one of the open documents that shows a file with changes that are not saved; null if none does.
 * @param file absolute, with links resolved; a document may have been opened by way of a link
 */
export async function unsavedDocument<D extends OpenDocument>(file: string, open: readonly D[]): Promise<D | null> {
  for (const document of open) {
    const { scheme, fsPath } = document.uri;
    if (document.isDirty && scheme === 'file' && (await realpath(fsPath).catch(() => fsPath)) === file) return document;
  }
  return null;
}
