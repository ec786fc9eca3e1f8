import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/**
 * Passes VS Code's translations on to the code that doesn't import `vscode`. To be called before anything is shown. In English there
 * are none, and this does nothing.
 */
export function configureLocalization(): void {
  const { bundle } = vscode.l10n;
  if (bundle) l10n.config({ contents: bundle });
}
