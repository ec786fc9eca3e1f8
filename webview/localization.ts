import * as l10n from '@vscode/l10n';

/** What is used of a document. */
interface Page {
  getElementById(id: string): { readonly textContent: string | null } | null;
}

/** Reads the translations that the page came with. To be called before anything is drawn. In English there are none. */
export function configureLocalization(page: Page): void {
  const contents = page.getElementById('translations')?.textContent;
  if (contents) l10n.config({ contents });
}
